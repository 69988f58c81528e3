package dev.effe.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.server.route.Body;
import dev.effe.server.route.ReceivedRequest;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request that nobody sent. */
final class TestRequest extends ReceivedRequest {

    private final String method;
    private final String target;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    TestRequest(String method, String target, String body) {
        super("id", Body.of(body.getBytes(UTF_8)), new InetSocketAddress(0), 0);
        this.method = method;
        this.target = target;
    }

    TestRequest with(String name, String value) {
        headers.computeIfAbsent(name, unknown -> new ArrayList<>()).add(value);
        return this;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String path() {
        return URLDecoder.decode(target.split("\\?", 2)[0], UTF_8);
    }

    @Override
    public Map<String, List<String>> query() {
        Map<String, List<String>> query = new TreeMap<>();
        String text = target.contains("?") ? target.split("\\?", 2)[1] : "";
        for (String part : text.split("&", -1)) {
            String[] pair = part.split("=", 2);
            query.computeIfAbsent(pair[0], unknown -> new ArrayList<>())
                    .add(pair.length == 1 ? "" : URLDecoder.decode(pair[1], UTF_8));
        }
        return query;
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.empty();
    }

    @Override
    public String text() {
        return new String(body().bytes(), UTF_8);
    }
}
