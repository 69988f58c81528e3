package dev.effe.host.invoke;

import dev.effe.server.http.upstream.UpstreamRequest;
import dev.effe.server.invoke.InvokeIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the requests that instances get. Stateless. */
final class ForwardedRequest {

    /** Beyond a call's own timeout, for a context to start and for the instance to tell that it took too long. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private ForwardedRequest() {}

    /** Invoke, or InvokeWithResponseStream. */
    static UpstreamRequest of(
            Resolver.Target target,
            String requestId,
            List<Map.Entry<String, String>> more,
            byte[] payload,
            boolean streamed) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("Host", "localhost"));
        headers.add(Map.entry(InvokeIds.REQUEST_ID, requestId));
        headers.addAll(more);
        String path = streamed
                ? "/2021-11-15/functions/" + target.arn() + "/response-streaming-invocations"
                : "/2015-03-31/functions/" + target.arn() + "/invocations";
        return new UpstreamRequest("POST", path, headers, payload, patience(target));
    }

    /** The longest wait for an answer of a target. */
    static Duration patience(Resolver.Target target) {
        return target.spec().timeout().plus(MARGIN);
    }
}
