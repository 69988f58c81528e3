package dev.effe.server.topics;

/** The result of an attempt to run a function for an event. */
public sealed interface TriggerResult {

    TriggerResult DONE = new Done();
    TriggerResult REFUSED = new Refused();
    TriggerResult STOPPING = new Stopping();

    /** The function has dealt with it. */
    record Done() implements TriggerResult {}

    /**
     * The function failed, which counts as an attempt: to be tried again.
     *
     * @param error why, for operators
     */
    record Failed(String error) implements TriggerResult {}

    /**
     * The function has said that it will never deal with it.
     *
     * @param error why, for operators
     */
    record Hopeless(String error) implements TriggerResult {}

    /** The function was not called, for want of capacity or of a context: to be tried again, uncounted. */
    record Refused() implements TriggerResult {}

    /** The server stops: the event is for its successor. */
    record Stopping() implements TriggerResult {}
}
