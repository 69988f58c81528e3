package dev.effe.server.route;

/** Answers calls of one kind. Called on an event loop: must not block. */
public interface Route {

    /** Takes the call on; its outcome is told to {@link Call#completed}, now or later, exactly once. */
    void handle(Call call);
}
