package dev.effe.server.http.exchange;

import dev.effe.server.http.message.Problem;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.ResponseHeaders;
import dev.effe.server.route.RefusalBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The answer to a refusal: a problem, unless the route has an error of its own for it. Immutable. */
public final class RefusalAnswer {

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

    public static RefusalAnswer of(Refusal reason, HttpShared shared, String target, String requestId) {
        int status = reason.status();
        RefusalBody own = shared.route.refusal(status, target, requestId);
        if (own == null) {
            byte[] problem = Problem.of(reason, shared.limits).json(requestId);
            return new RefusalAnswer(status, Problem.headers(reason, Map.of()), Problem.CONTENT_TYPE, problem);
        }
        byte[] text = own.text().getBytes(StandardCharsets.UTF_8);
        return new RefusalAnswer(status, Problem.headers(reason, own.headers()), own.contentType(), text);
    }
}
