package dev.effe.server.http;

import dev.effe.server.route.ReceivedRequest;
import dev.effe.spi.ProxiedRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as the function sees it. Holds no buffer of Netty's, so it may be kept. Immutable and thread-safe. */
final class NettyRequest extends ReceivedRequest implements ProxiedRequest {

    private final RequestHead head;
    private final boolean fromTrustedProxy;
    private final long callerNanos;

    /** Made when first asked for; two threads may both make it. */
    private @Nullable Map<String, List<String>> query;

    NettyRequest(
            String id,
            RequestMessage message,
            InetSocketAddress remoteAddress,
            boolean fromTrustedProxy,
            long deadlineNanos,
            long callerNanos) {
        super(id, message.body(), remoteAddress, deadlineNanos);
        this.head = message.head();
        this.fromTrustedProxy = fromTrustedProxy;
        this.callerNanos = callerNanos;
    }

    @Override
    public boolean isFromTrustedProxy() {
        return fromTrustedProxy;
    }

    /** How long its sender waits, as far as its headers say. */
    long callerNanos() {
        return callerNanos;
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
    public String text() {
        return new String(body().bytes(), MediaType.charset(head.headers().first("content-type")));
    }
}
