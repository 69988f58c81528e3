package dev.effe.server.route;

import dev.effe.Request;
import dev.effe.server.dispatch.Outcome;
import org.jspecify.annotations.Nullable;

/** Says that there is no {@code /favicon.ico}, which browsers ask for by themselves. */
public final class FaviconRoute implements Route {

    private final Route inside;

    /** @param inside what all else goes to */
    public FaviconRoute(Route inside) {
        this.inside = inside;
    }

    @Override
    public void handle(Call call) {
        if (isAskedFor(call.request())) {
            call.response().status(404);
            call.completed(Outcome.SUCCEEDED);
        } else {
            inside.handle(call);
        }
    }

    private static boolean isAskedFor(Request request) {
        return request.target().equals("/favicon.ico")
                && (request.method().equals("GET") || request.method().equals("HEAD"));
    }

    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        return inside.refusal(status, target, requestId);
    }
}
