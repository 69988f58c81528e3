package dev.effe.server.route;

import org.jspecify.annotations.Nullable;

/** Answers calls of one kind. Called on an event loop, or by whoever ended the call before: must not block. */
public interface Route {

    /** Takes the call on; its outcome is told to {@link Call#completed}, now or later, exactly once. */
    void handle(Call call);

    /**
     * The route that answers when the port has as many connections as it may: nothing that could take long or hold
     * much.
     */
    default Route whenFull() {
        return new FullRoute();
    }

    /**
     * The text of the server's own refusal of a request, such as of one that is too large.
     *
     * @param target of the request
     * @return null for the problem that it would be
     */
    default @Nullable RefusalBody refusal(int status, String target, String requestId) {
        return null;
    }
}
