package dev.effe.server.route;

import dev.effe.server.dispatch.Outcome;
import dev.effe.server.dispatch.Outcome.Rejection;
import java.time.Duration;

/** Refuses every call: the port has as many connections as it may. */
final class FullRoute implements Route {

    private static final Outcome FULL = new Outcome.Rejected(Rejection.OVERLOADED, Duration.ofSeconds(1));

    @Override
    public void handle(Call call) {
        call.completed(FULL);
    }
}
