package dev.effe.server.http.upstream;

import dev.effe.server.http.message.FieldRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A request to a server behind a unix socket. Its framing is added: the fields of a connection, {@code Content-Length}
 * and {@code Expect} among the headers are left out. A {@code Host} is added where there is none. Immutable, but for its
 * body, which nobody changes.
 */
public final class UpstreamRequest {

    private final String method;
    private final String target;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;
    private final Duration timeout;

    /**
     * Makes it, and checks that nothing in it can end a line.
     *
     * @param method such as {@code POST}; a token
     * @param target path and query, as they are sent
     * @param headers names and values in ISO-8859-1, in their order
     * @param body its bytes, not copied: not to be changed until the call has ended
     * @param timeout the longest wait for the head of the answer, and later for each piece of its body while it is read; a
     *     quarter of a second may be added
     */
    public UpstreamRequest(
            String method, String target, List<Map.Entry<String, String>> headers, byte[] body, Duration timeout) {
        FieldRules.check(method, target);
        if (target.isEmpty() || target.charAt(0) != '/' || target.indexOf(' ') >= 0 || target.indexOf('\t') >= 0) {
            throw new IllegalArgumentException("A target must be a path and have no space, but was " + target);
        }
        for (Map.Entry<String, String> field : headers) {
            FieldRules.check(field.getKey(), field.getValue());
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive, but was " + timeout);
        }
        this.method = method;
        this.target = target;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.timeout = timeout;
    }

    String method() {
        return method;
    }

    String target() {
        return target;
    }

    List<Map.Entry<String, String>> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    Duration timeout() {
        return timeout;
    }
}
