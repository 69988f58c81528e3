package dev.effe.lambda.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.lambda.FakeRequest;
import dev.effe.spi.FunctionUrlCall;
import dev.effe.spi.ProxiedRequest;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request: {@code new FakeHttp("GET", "/a?b=c", "Name: value", ...)}. */
final class FakeHttp implements FakeRequest, ProxiedRequest {

    static final String ID = "72934cf8-40ed-4e0b-8a5b-3a2c7ff1a0a4";

    private final String method;
    private final String target;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private byte[] body = new byte[0];
    private String id = ID;
    private boolean proxied;
    private @Nullable FunctionUrlCall url;
    private String route = "";
    private Map<String, String> pathParameters = Map.of();

    FakeHttp(String method, String target, String... headers) {
        this.method = method;
        this.target = target;
        for (String header : headers) {
            int colon = header.indexOf(": ");
            this.headers
                    .computeIfAbsent(header.substring(0, colon), name -> new ArrayList<>())
                    .add(header.substring(colon + 2));
        }
    }

    FakeHttp body(byte[] bytes) {
        body = bytes;
        return this;
    }

    /** That matched a route. */
    FakeHttp matched(String pattern, Map<String, String> parameters) {
        route = pattern;
        pathParameters = parameters;
        return this;
    }

    @Override
    public Optional<String> route() {
        return route.isEmpty() ? Optional.empty() : Optional.of(route);
    }

    @Override
    public Map<String, String> pathParameters() {
        return pathParameters;
    }

    /** By the URL of a function. */
    FakeHttp byUrl(FunctionUrlCall call) {
        url = call;
        return this;
    }

    @Override
    public Optional<FunctionUrlCall> functionUrlCall() {
        return Optional.ofNullable(url);
    }

    /** From a trusted proxy. */
    FakeHttp proxied() {
        proxied = true;
        return this;
    }

    @Override
    public boolean isFromTrustedProxy() {
        return proxied;
    }

    FakeHttp id(String text) {
        id = text;
        return this;
    }

    FakeHttp body(String text) {
        return body(text.getBytes(UTF_8));
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
        return URLDecoder.decode(target.replaceFirst("\\?.*", "").replace("+", "%2B"), UTF_8);
    }

    @Override
    public Map<String, List<String>> query() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (target.contains("?")) {
            for (String pair : target.substring(target.indexOf('?') + 1).split("&", -1)) {
                String[] parts = (pair + "=").split("=", -1);
                query.computeIfAbsent(URLDecoder.decode(parts[0], UTF_8), name -> new ArrayList<>())
                        .add(URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return query;
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public byte[] bytes() {
        return body;
    }

    @Override
    public String id() {
        return id;
    }
}
