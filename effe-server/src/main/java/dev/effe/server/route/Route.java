package dev.effe.server.route;

import java.util.Map;

/** Answers calls of one kind. Called on an event loop: must not block. */
public interface Route {

    /** Takes the call on; its outcome is told to {@link Call#completed}, now or later, exactly once. */
    void handle(Call call);

    /**
     * What the server's own refusal of a request is to say beside its problem, such as of one that is too large.
     *
     * @param target of the request
     * @return headers
     */
    default Map<String, String> refusalHeaders(int status, String target) {
        return Map.of();
    }
}
