package dev.effe.server.http.message;

import dev.effe.server.route.Call;
import dev.effe.server.route.RefusalBody;
import dev.effe.server.route.Route;
import java.util.Map;

/** Has every answer of another route put into an {@link Envelope}, those of the server itself too. */
public final class EnvelopeRoute implements Route {

    private final Route inside;

    public EnvelopeRoute(Route inside) {
        this.inside = inside;
    }

    @Override
    public void handle(Call call) {
        call.inEnvelope();
        inside.handle(call);
    }

    @Override
    public Route whenFull() {
        return new EnvelopeRoute(inside.whenFull());
    }

    @Override
    public RefusalBody refusal(int status, String target, String requestId) {
        RefusalBody own = inside.refusal(status, target, requestId);
        return own == null
                ? new RefusalBody(Map.of(), Envelope.CONTENT_TYPE, Envelope.error(StatusText.of(status)))
                : own;
    }
}
