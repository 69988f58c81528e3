package dev.effe.host.invoke;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.call.CalledAlias;
import dev.effe.server.call.HostedUrlRoute;
import dev.effe.server.http.message.ConnectionRules;
import dev.effe.server.invoke.InvokeIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The headers of requests and answers of URLs on their way through the host. Stateless. */
final class UrlHeaders {

    private static final String TRACE_ID = "x-amzn-trace-id";

    /** The host says these itself: a client may have invented them. */
    private static final Set<String> OF_THE_HOST = Set.of(
            CalledAlias.HEADER.toLowerCase(Locale.ROOT),
            HostedUrlRoute.HEADER.toLowerCase(Locale.ROOT),
            "forwarded",
            "http2-settings",
            "x-forwarded-for",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-request-id",
            InvokeIds.REQUEST_ID.toLowerCase(Locale.ROOT),
            TRACE_ID);

    /** The parts of a signature, which no function sees. */
    private static final Set<String> OF_A_SIGNATURE =
            Set.of("authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256");

    /** The host's own answer has these; those of a connection are nobody's. */
    private static final Set<String> OF_THE_INSTANCE = Set.of(
            "content-length",
            "date",
            "trailer",
            "x-request-id",
            InvokeIds.REQUEST_ID.toLowerCase(Locale.ROOT),
            TRACE_ID);

    private static final Set<String> NOT_FORWARDED = both(ConnectionRules.FIELDS, OF_THE_HOST);
    private static final Set<String> NOT_FORWARDED_IF_SIGNED = both(NOT_FORWARDED, OF_A_SIGNATURE);
    private static final Set<String> NOT_PASSED = both(ConnectionRules.FIELDS, OF_THE_INSTANCE);

    /** There may be others of these names already. */
    private static final Set<String> ADDED = Set.of("set-cookie", "vary");

    private UrlHeaders() {}

    private static Set<String> both(Set<String> some, Set<String> more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return Set.copyOf(all);
    }

    /** The headers that the instance gets. */
    static List<Map.Entry<String, String>> forwarded(Request request, InvokeIds ids, UrlForwarder.Asked asked) {
        Set<String> dropped = asked.url().caller().isPresent() ? NOT_FORWARDED_IF_SIGNED : NOT_FORWARDED;
        Set<String> named = ofTheConnection(request);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        request.headers().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!dropped.contains(lower) && !named.contains(lower)) {
                values.forEach(value -> headers.add(Map.entry(name, value)));
            }
        });
        headers.add(Map.entry(HostedUrlRoute.HEADER, HostedUrlRoute.value(asked.url())));
        headers.add(Map.entry("X-Request-Id", ids.requestId()));
        headers.add(Map.entry("X-Amzn-Trace-Id", ids.traceId()));
        headers.add(Map.entry("X-Forwarded-For", asked.client().address()));
        headers.add(Map.entry("X-Forwarded-Proto", asked.client().scheme()));
        headers.add(Map.entry(
                "X-Forwarded-Port", asked.client().port(request.header("Host").orElse(""))));
        return headers;
    }

    /** The headers that the client names as being for the connection (RFC 9110, 7.6.1); never the name of the host. */
    private static Set<String> ofTheConnection(Request request) {
        List<String> lines = request.headers().getOrDefault("Connection", List.of());
        if (lines.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String line : lines) {
            for (String name : line.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        names.remove("host");
        return names;
    }

    /** Gives the client what the function says, and not what the instance does. */
    static void answer(int status, List<Map.Entry<String, String>> headers, Response response) {
        response.status(status);
        Set<String> replaced = new HashSet<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (NOT_PASSED.contains(name)) {
                continue;
            }
            if (ADDED.contains(name) || !replaced.add(name)) {
                response.addHeader(header.getKey(), header.getValue());
            } else {
                response.header(header.getKey(), header.getValue());
            }
        }
    }
}
