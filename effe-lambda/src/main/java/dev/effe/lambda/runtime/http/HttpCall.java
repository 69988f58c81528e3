package dev.effe.lambda.runtime.http;

import dev.effe.Request;
import dev.effe.spi.FunctionUrlCall;
import dev.effe.spi.ProxiedRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A request as a front door of AWS passes it on: without the headers that are for the connection alone, with those that
 * say where it came from. Immutable.
 */
public final class HttpCall {

    static final Set<String> FOR_THE_CONNECTION = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        FOR_THE_CONNECTION.addAll(
                List.of("Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade"));
    }

    private static final String TRACE_ID = "X-Amzn-Trace-Id";
    private static final int LONGEST_TRACE = 512;
    private static final int UUID_LENGTH = 36;
    private static final HexFormat HEX = HexFormat.of();

    private final Request request;
    private final @Nullable MatchedRoute route;
    /** True if a proxy sent it that is trusted to say where it came from; else the client may have invented that. */
    private final boolean trusted;

    private final @Nullable FunctionUrlCall url;
    private final Instant receivedAt;
    private final String requestId;
    private final String traceId;
    private final String sourceIp;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * Makes it.
     *
     * @param tls whether it came by TLS
     * @param receivedAt when it came
     */
    public HttpCall(Request request, boolean tls, Instant receivedAt) {
        this.request = request;
        this.route = MatchedRoute.of(request);
        this.trusted = request instanceof ProxiedRequest proxied && proxied.isFromTrustedProxy();
        this.url = request instanceof ProxiedRequest hosted
                ? hosted.functionUrlCall().orElse(null)
                : null;
        this.receivedAt = receivedAt;
        this.requestId = uuid(request.id());
        this.traceId = request.header(TRACE_ID)
                .filter(sent -> sent.startsWith("Root=") && sent.length() <= LONGEST_TRACE)
                .orElseGet(() -> newTrace(receivedAt));
        InetAddress address = request.remoteAddress().getAddress();
        this.sourceIp = address == null ? request.remoteAddress().getHostString() : address.getHostAddress();
        headers.putAll(request.headers());
        headers.keySet().removeAll(FOR_THE_CONNECTION);
        headers.put("X-Forwarded-For", List.of(forwardedFor()));
        String proto = tls ? "https" : told("X-Forwarded-Proto").orElse("http");
        headers.put("X-Forwarded-Proto", List.of(proto));
        headers.put("X-Forwarded-Port", List.of(port(proto)));
        headers.put(TRACE_ID, List.of(traceId));
    }

    /** The same for the same id, which may be a client's. */
    private static String uuid(String id) {
        return isUuid(id)
                ? id
                : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static boolean isUuid(String id) {
        for (int i = 0; i < id.length(); i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? id.charAt(i) != '-' : !HexFormat.isHexDigit(id.charAt(i))) {
                return false;
            }
        }
        return id.length() == UUID_LENGTH;
    }

    /** With a segment of the call's as the parent, as AWS makes one, and nobody who records it. */
    private static String newTrace(Instant at) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "Root=1-" + HEX.toHexDigits((int) at.getEpochSecond()) + "-" + HEX.toHexDigits(random.nextInt())
                + HEX.toHexDigits(random.nextLong()) + ";Parent=" + HEX.toHexDigits(random.nextLong())
                + ";Sampled=0";
    }

    /** The value of a header that a trusted proxy has set. */
    private Optional<String> told(String name) {
        return trusted ? request.header(name) : Optional.empty();
    }

    /**
     * The addresses that trusted proxies said, and in the end, where nobody can have invented it, the client that this
     * server sees.
     */
    private String forwardedFor() {
        String sent = trusted ? String.join(", ", values("X-Forwarded-For")) : "";
        String client = sourceIp;
        if (sent.isEmpty()) {
            return client;
        }
        boolean known = sent.equals(client) || sent.endsWith(" " + client) || sent.endsWith("," + client);
        return known ? sent : sent + ", " + client;
    }

    private String port(String proto) {
        String usual = "https".equals(proto) ? "443" : "80";
        String host = request.header("Host").orElse("");
        String port = host.substring(endOfName(host));
        return told("X-Forwarded-Port").orElse(port.length() > 1 ? port.substring(1) : usual);
    }

    private static int endOfName(String host) {
        int colon = host.indexOf(':', host.indexOf(']') + 1);
        return colon < 0 ? host.length() : colon;
    }

    Request request() {
        return request;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    /** The request's id, as AWS has ids: a UUID. */
    public String requestId() {
        return requestId;
    }

    /** The X-Ray trace that it belongs to: the client's or a new one. */
    public String traceId() {
        return traceId;
    }

    /** The route that it matched; null if it matched none. */
    @Nullable MatchedRoute route() {
        return route;
    }

    /** The sender of a request that a function's URL wants signed; null of others. */
    FunctionUrlCall.@Nullable Caller caller() {
        return url == null ? null : url.caller().orElse(null);
    }

    /** True if it came by a function's URL whose invoke mode is {@code RESPONSE_STREAM}. */
    public boolean isStreamed() {
        return url != null && url.streamed();
    }

    /** The path as it was sent, escaped. */
    String rawPath() {
        int end = request.target().indexOf('?');
        return end < 0 ? request.target() : request.target().substring(0, end);
    }

    /** The query as it was sent, escaped; "" if there is none. */
    String rawQuery() {
        int end = request.target().indexOf('?');
        return end < 0 ? "" : request.target().substring(end + 1);
    }

    /** All headers by name, sorted, in the spelling in which they came. */
    Map<String, List<String>> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** A header's first value; "" if there is none. */
    String header(String name) {
        return request.header(name).orElse("");
    }

    /** Each cookie as {@code name=value}. */
    List<String> cookies() {
        List<String> cookies = new ArrayList<>();
        for (String line : values("Cookie")) {
            for (String cookie : line.split(";", -1)) {
                if (!cookie.isBlank()) {
                    cookies.add(cookie.strip());
                }
            }
        }
        return cookies;
    }

    private List<String> values(String name) {
        return request.headers().getOrDefault(name, List.of());
    }

    /** The name of the host, without a port; "" if none was sent. */
    String domainName() {
        String host = header("Host");
        return host.substring(0, endOfName(host));
    }

    /** The first label of the host's name; an address as a whole. */
    String domainPrefix() {
        String name = domainName();
        int dot = name.indexOf('.');
        boolean address =
                name.startsWith("[") || (!name.isEmpty() && Character.isDigit(name.charAt(name.length() - 1)));
        return dot < 0 || address ? name : name.substring(0, dot);
    }

    /** The client's address. */
    String sourceIp() {
        return sourceIp;
    }
}
