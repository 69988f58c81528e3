package dev.effe.server.events;

import java.util.function.Consumer;

/** The function that events are for. Called by the queue's own threads. */
@FunctionalInterface
public interface EventTarget {

    /**
     * Deals with an event. Must not block.
     *
     * @param told to be called with the result, once, on any thread
     */
    void deliver(Event event, Consumer<Result> told);

    /** The result of an attempt. Immutable, but for the array, which nobody changes. */
    final class Result {

        /** The kinds of results. */
        enum Kind {
            /** The function answered. */
            ANSWERED,
            /** The function failed or was too slow, which counts as an attempt. */
            FUNCTION_ERROR,
            /** The function was not called, for want of capacity or of a context: to be tried again, uncounted. */
            REFUSED,
            /** The function may have no call at all, by its operator: whoever wants to know of failures is told now. */
            BLOCKED,
            /** The server stops: the event is for its successor. */
            STOPPING
        }

        private static final byte[] NOTHING = {};

        public static final Result REFUSED = new Result(Kind.REFUSED, NOTHING, "");
        public static final Result BLOCKED = new Result(Kind.BLOCKED, NOTHING, "");
        public static final Result STOPPING = new Result(Kind.STOPPING, NOTHING, "");

        final Kind kind;
        final byte[] payload;
        final String executedVersion;

        private Result(Kind kind, byte[] payload, String executedVersion) {
            this.kind = kind;
            this.payload = payload;
            this.executedVersion = executedVersion;
        }

        public static Result answered(byte[] payload, String executedVersion) {
            return new Result(Kind.ANSWERED, payload, executedVersion);
        }

        /**
         * The function failed or was too slow.
         *
         * @param payload the error as JSON
         */
        public static Result functionError(byte[] payload, String executedVersion) {
            return new Result(Kind.FUNCTION_ERROR, payload, executedVersion);
        }
    }
}
