package dev.effe.server.route;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.dispatch.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers preflights, and adds to other answers what browsers need to let scripts read them. The function's own headers
 * of that count more.
 */
public final class CorsRoute implements Route {

    private final CorsRules rules;
    private final Route inside;

    /** @param inside what all but preflights goes to */
    public CorsRoute(CorsRules rules, Route inside) {
        this.rules = rules;
        this.inside = inside;
    }

    @Override
    public void handle(Call call) {
        Request request = call.request();
        Response response = call.response();
        Optional<String> origin = request.header("Origin");
        Optional<String> wanted = request.header("Access-Control-Request-Method");
        rules.grant(response, origin);
        if (request.method().equals("OPTIONS") && origin.isPresent() && wanted.isPresent()) {
            rules.permit(response, origin, wanted.get(), request.header("Access-Control-Request-Headers"));
            call.completed(Outcome.SUCCEEDED);
        } else {
            rules.expose(response, origin);
            inside.handle(call);
        }
    }

    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        return inside.refusal(status, target, requestId);
    }
}
