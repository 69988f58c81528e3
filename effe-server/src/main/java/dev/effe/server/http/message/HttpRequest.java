package dev.effe.server.http.message;

import dev.effe.StatusException;
import dev.effe.server.http.coding.ContentCodings;
import dev.effe.server.memory.DecodedRoom;
import dev.effe.server.route.ReceivedRequest;
import dev.effe.spi.FunctionUrlCall;
import dev.effe.spi.ProxiedRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as the function sees it. Holds no buffer of Netty's, so it may be kept. Thread-safe. */
public final class HttpRequest extends ReceivedRequest implements ProxiedRequest {

    /** Replaced, if at all, before the function has the request. */
    private HeaderFields headers;

    private final String method;

    /** Replaced, if at all, before the function has the request. */
    private String target;

    private final boolean fromTrustedProxy;
    private final long callerNanos;

    /** Set, if at all, before the function has the request. */
    private @Nullable FunctionUrlCall functionUrlCall;

    /** Made when first asked for; two threads may both make it. */
    private @Nullable Map<String, List<String>> query;

    public HttpRequest(
            String id,
            RequestMessage message,
            InetSocketAddress remoteAddress,
            boolean fromTrustedProxy,
            long callerNanos) {
        super(id, message.body(), remoteAddress);
        this.method = message.head().method();
        this.target = message.head().target();
        this.headers = message.head().headers();
        this.fromTrustedProxy = fromTrustedProxy;
        this.callerNanos = callerNanos;
    }

    @Override
    public boolean isFromTrustedProxy() {
        return fromTrustedProxy;
    }

    /** The bytes of its body, as it came. */
    public long bodyLength() {
        return body().length();
    }

    /** Its call is over: nobody reads its body any more. */
    public void discardBody() {
        body().discard();
    }

    /** The time that its sender waits, as far as its headers say. */
    public long callerNanos() {
        return callerNanos;
    }

    /**
     * Makes it the request that another function has sent, for the function to see. Called before the function has it.
     *
     * @param function the function's name, which it is sent to
     * @param path and query, as the function is to see them
     * @param secret the name of a header that is not for the function
     */
    public void sentTo(String function, String path, String secret) {
        target = path;
        query = null;
        headers = headers.without(secret);
        headers.replaceFirst("Host", function);
    }

    /**
     * Makes it a request that came by the function's URL. Called before the function has it.
     *
     * @param secret the name of the header that says so, which is not for the function
     */
    public void sentByUrl(FunctionUrlCall call, String secret) {
        functionUrlCall = call;
        headers = headers.without(secret);
    }

    @Override
    public Optional<FunctionUrlCall> functionUrlCall() {
        return Optional.ofNullable(functionUrlCall);
    }

    /**
     * Decodes the body, so that the function sees a request without Content-Encoding. Called by the worker, before the
     * function has it.
     *
     * @param room takes what it is decoded to
     * @throws StatusException if that cannot be done
     */
    public void decode(long maxBytes, DecodedRoom room) {
        List<String> codings = ContentCodings.of(headers.all("Content-Encoding"));
        if (codings.isEmpty() || body().length() == 0) {
            return;
        }
        if (!ContentCodings.areKnown(codings)) {
            throw new StatusException(
                    ContentCodings.UNKNOWN_STATUS, "Only these Content-Encodings are known: " + ContentCodings.KNOWN);
        }
        body(ContentCodings.decode(body(), codings, maxBytes, room));
        headers = headers.without("Content-Encoding");
        if (headers.count("Content-Length") > 0) {
            headers.replaceFirst("Content-Length", Integer.toString(body().length()));
        }
    }

    @Override
    protected Optional<String> sentTraceparent() {
        return headers.count("traceparent") > 1 ? Optional.empty() : Traceparent.parse(headers.first("traceparent"));
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
        return Target.path(target);
    }

    @Override
    public Map<String, List<String>> query() {
        Map<String, List<String>> known = query;
        if (known == null) {
            known = Target.query(target);
            query = known;
        }
        return known;
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers.asMap();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.first(name));
    }

    @Override
    public String text() {
        return new String(body().bytes(), MediaType.charset(headers.first("content-type")));
    }
}
