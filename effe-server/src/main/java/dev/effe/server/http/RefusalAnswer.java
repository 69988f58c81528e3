package dev.effe.server.http;

import dev.effe.server.route.RefusalBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How a refusal is answered: by a problem, unless the route has an error of its own for it. Immutable. */
final class RefusalAnswer {

    final int status;
    final ResponseHeaders headers;
    final String contentType;
    final byte[] body;

    private RefusalAnswer(int status, ResponseHeaders headers, String contentType, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.contentType = contentType;
        this.body = body;
    }

    static RefusalAnswer of(Refusal reason, HttpShared shared, String target, String requestId) {
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
