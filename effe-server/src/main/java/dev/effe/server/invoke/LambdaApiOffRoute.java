package dev.effe.server.invoke;

import dev.effe.Request;
import dev.effe.server.access.AccessException;
import dev.effe.server.access.SignatureCheck;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.route.Call;
import dev.effe.server.route.RefusalBody;
import dev.effe.server.route.Route;
import org.jspecify.annotations.Nullable;

/** Tells AWS's clients that the Invoke API is not served here; its paths are the function's for all others. Thread-safe. */
public final class LambdaApiOffRoute implements Route {

    private static final String MESSAGE = "The Lambda API is not served on this port. Start Effe with --lambda-api on"
            + " (EFFE_LAMBDA_API=on) to serve it here, or with --lambda-port for a port of its own.";

    private final Route function;

    public LambdaApiOffRoute(Route function) {
        this.function = function;
    }

    @Override
    public void handle(Call call) {
        Request request = call.request();
        String target = request.target();
        if (target.startsWith(InvokePath.BEGIN)
                && InvokePath.of(request.method(), target) != null
                && SignatureCheck.isSigned(request, InvokeAccess.SERVICE)) {
            call.response().header(InvokeIds.REQUEST_ID, request.id());
            InvokeException.refused(AccessException.denied(MESSAGE)).answer(call.response());
            call.completed(Outcome.SUCCEEDED);
        } else {
            function.handle(call);
        }
    }

    @Override
    public Route whenFull() {
        return function.whenFull();
    }

    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        return function.refusal(status, target, requestId);
    }
}
