package dev.effe.server.route;

import org.jspecify.annotations.Nullable;

/** Leads where it was last told to, also while calls come. Thread-safe. */
public final class CurrentRoute implements Route {

    private volatile Route route;

    /** @param route the first one */
    public CurrentRoute(Route route) {
        this.route = route;
    }

    /** From now on calls go another way; those that are on the one before go on. */
    public void lead(Route to) {
        route = to;
    }

    @Override
    public void handle(Call call) {
        route.handle(call);
    }

    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        return route.refusal(status, target, requestId);
    }
}
