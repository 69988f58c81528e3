package dev.effe.server.http.h2;

import dev.effe.server.http.message.CharClass;
import dev.effe.server.http.message.ConnectionRules;
import dev.effe.server.http.message.FramingRules;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.HostRules;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestTarget;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header section of an HTTP/2 request (RFC 9113, 8.2 and 8.3). A head that HTTP/1.1 could not say is
 * malformed here too, so that no request changes its meaning on its way to or from HTTP/1.1. Used for one request.
 */
final class Http2Head {

    private final int streamId;
    private final HeaderFields fields = new HeaderFields();
    private final StringBuilder cookies = new StringBuilder();
    private @Nullable String method;
    private @Nullable String scheme;
    private @Nullable String path;
    private @Nullable String authority;

    private Http2Head(int streamId) {
        this.streamId = streamId;
    }

    /**
     * Checks and reads a request's head.
     *
     * @throws Http2Exception if it is malformed: a stream error
     * @throws RefusedException if it is well-formed and not served
     */
    static RequestHead read(int streamId, Http2Headers headers, boolean endStream, Http1Limits limits)
            throws Http2Exception, RefusedException {
        Http2Head head = new Http2Head(streamId);
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            head.add(header.getKey().toString(), header.getValue().toString());
        }
        return head.finish(endStream, limits);
    }

    private void add(String name, String value) throws Http2Exception {
        if (name.startsWith(":")) {
            addPseudo(name, value);
            return;
        }
        if (name.isEmpty()
                || !isLowerCaseToken(name)
                || ConnectionRules.FIELDS.contains(name)
                || !isFieldValue(value)) {
            throw malformed("a header field");
        }
        if (name.equals("te") && !value.equals("trailers")) {
            throw malformed("te");
        }
        if (name.equals("cookie")) {
            cookies.append(cookies.isEmpty() ? "" : "; ").append(value); // Split for compression only (8.2.3).
        } else {
            fields.add(name, value);
        }
    }

    private void addPseudo(String name, String value) throws Http2Exception {
        if (fields.size() > 0 || !cookies.isEmpty() || !isFieldValue(value)) {
            throw malformed("a pseudo-header field");
        }
        switch (name) {
            case ":method" -> method = once(method, value);
            case ":scheme" -> scheme = once(scheme, value);
            case ":path" -> path = once(path, value);
            case ":authority" -> authority = once(authority, value);
            default -> throw malformed("an unknown pseudo-header field");
        }
    }

    private String once(@Nullable String known, String value) throws Http2Exception {
        if (known != null) {
            throw malformed("a repeated pseudo-header field");
        }
        return value;
    }

    private RequestHead finish(boolean endStream, Http1Limits limits) throws Http2Exception, RefusedException {
        if (method == null || !CharClass.all(CharClass.TOKEN, method) || method.isEmpty()) {
            throw malformed(":method");
        }
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw Refusal.METHOD_REFUSED.exception();
        }
        if (scheme == null || (!scheme.equals("http") && !scheme.equals("https"))) {
            throw malformed(":scheme");
        }
        checkHost();
        if (!cookies.isEmpty()) {
            fields.add("cookie", cookies.toString());
        }
        if (fields.size() > limits.maxHeaders()) {
            throw Refusal.HEADERS_TOO_LARGE.exception();
        }
        String target = target(method, limits);
        long contentLength = contentLength();
        if (contentLength > limits.maxBodyBytes()) {
            throw Refusal.BODY_TOO_LARGE.exception(target);
        }
        boolean expects = ConnectionRules.expectContinue(fields, 1);
        return new RequestHead(method, target, 1, fields, contentLength, false, true, expects && !endStream);
    }

    private String target(String knownMethod, Http1Limits limits) throws Http2Exception, RefusedException {
        if (path == null || (!path.startsWith("/") && !(path.equals("*") && knownMethod.equals("OPTIONS")))) {
            throw malformed(":path");
        }
        if (path.length() > limits.maxRequestLineBytes()) {
            throw Refusal.URI_TOO_LONG.exception();
        }
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        return RequestTarget.parse(knownMethod, bytes, 0, bytes.length, limits.malformedEscapes())
                .text();
    }

    /** The authority is the Host, and if both are sent they are the same (8.3.1). */
    private void checkHost() throws Http2Exception {
        String host = fields.first("host");
        String named = authority == null ? host : authority;
        boolean agree = host == null || host.equalsIgnoreCase(named);
        if (named == null || !agree || fields.count("host") > 1 || !HostRules.isHostAndPort(named)) {
            throw malformed(":authority");
        }
        if (host == null) {
            fields.add("host", named);
        }
    }

    private long contentLength() throws Http2Exception {
        try {
            return FramingRules.contentLength(fields);
        } catch (RefusedException e) {
            throw malformed("content-length");
        }
    }

    private static boolean isLowerCaseToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return false;
            }
        }
        return CharClass.all(CharClass.TOKEN, name);
    }

    private static boolean isFieldValue(String value) {
        boolean padded = !value.isEmpty() && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)));
        return !padded && CharClass.all(CharClass.FIELD_VALUE, value);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private Http2Exception malformed(String what) {
        return Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "Malformed request: %s", what);
    }
}
