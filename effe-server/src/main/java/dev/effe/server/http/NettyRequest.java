package dev.effe.server.http;

import dev.effe.Request;
import dev.effe.server.json.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as the function sees it. Holds no buffer of Netty's, so it may be kept. Immutable and thread-safe. */
final class NettyRequest implements Request {

    private final String id;
    private final RequestHead head;
    private final byte[] body;
    private final InetSocketAddress remoteAddress;
    private final long deadlineNanos;

    /** Made when first asked for; two threads may both make it. */
    private @Nullable Map<String, List<String>> query;

    NettyRequest(String id, RequestMessage message, InetSocketAddress remoteAddress, long deadlineNanos) {
        this.id = id;
        this.head = message.head();
        this.body = message.body();
        this.remoteAddress = remoteAddress;
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Instant deadline() {
        return Instant.now().plusNanos(deadlineNanos - System.nanoTime());
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public Optional<String> traceparent() {
        HeaderFields headers = head.headers();
        return headers.count("traceparent") > 1 ? Optional.empty() : Traceparent.parse(headers.first("traceparent"));
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public String path() {
        return Target.path(head.target());
    }

    @Override
    public Map<String, List<String>> query() {
        Map<String, List<String>> known = query;
        if (known == null) {
            known = Target.query(head.target());
            query = known;
        }
        return known;
    }

    @Override
    public Map<String, List<String>> headers() {
        return head.headers().asMap();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.headers().first(name));
    }

    @Override
    public byte[] bytes() {
        return body.length == 0 ? body : body.clone();
    }

    @Override
    public String text() {
        return new String(body, MediaType.charset(head.headers().first("content-type")));
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(body);
    }

    @Override
    @SuppressWarnings("unchecked") // Jackson reads what it is told to read
    public <T> @Nullable T json(Class<T> type) {
        return (T) json((Type) type);
    }

    @Override
    public @Nullable Object json(Type type) {
        return Json.read(body, type);
    }
}
