package dev.effe.server.http.exchange;

import dev.effe.server.http.message.Problem;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.ResponseHeaders;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.route.RefusalBody;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The answer to a refusal: a problem, unless the route has an error of its own for it. Immutable. */
public final class RefusalAnswer {

    private static final Map<Refusal, RateLimitedLog> refusals = new ConcurrentHashMap<>();

    public final int status;
    public final ResponseHeaders headers;
    public final String contentType;
    public final byte[] body;

    private RefusalAnswer(int status, ResponseHeaders headers, String contentType, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.contentType = contentType;
        this.body = body;
    }

    /**
     * Makes it, and tells the logs.
     *
     * @param client the other end of the connection; null if nobody knows
     */
    public static RefusalAnswer of(
            Refusal reason, HttpShared shared, String target, String requestId, @Nullable InetSocketAddress client) {
        int status = reason.status();
        refusals.computeIfAbsent(reason, RefusalAnswer::kind)
                .info("A request of {} is refused with {}: {}", client, status, reason);
        AccessEntry.refused(shared, requestId, client, target, status);
        RefusalBody own = shared.route.refusal(status, target, requestId);
        if (own == null) {
            byte[] problem = Problem.of(reason, shared.limits).json(requestId);
            return new RefusalAnswer(status, Problem.headers(reason, Map.of()), Problem.CONTENT_TYPE, problem);
        }
        byte[] text = own.text().getBytes(StandardCharsets.UTF_8);
        return new RefusalAnswer(status, Problem.headers(reason, own.headers()), own.contentType(), text);
    }

    private static RateLimitedLog kind(Refusal reason) {
        return new RateLimitedLog(LoggerFactory.getLogger(RefusalAnswer.class));
    }
}
