package dev.effe.host.invoke;

import dev.effe.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The headers of an instance's answer that its client gets; all others are the host's own or nobody's. */
final class PassedHeaders {

    private static final Set<String> PASSED = Set.of(
            "content-type",
            "retry-after",
            "x-amz-executed-version",
            "x-amz-function-error",
            "x-amz-log-result",
            "x-amzn-errortype");

    private PassedHeaders() {}

    static void put(List<Map.Entry<String, String>> headers, Response response) {
        for (Map.Entry<String, String> header : headers) {
            if (PASSED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                response.header(header.getKey(), header.getValue());
            }
        }
    }
}
