package dev.effe.lambda.process;

import org.jspecify.annotations.Nullable;

/** A context: a process, which is replaced if it has died between calls. Confined to a call at a time. */
final class Seat {

    private @Nullable RuntimeProcess process;
    private @Nullable InitException failure;

    /** The process; null if it could not be started. */
    @Nullable RuntimeProcess process() {
        return process;
    }

    void take(RuntimeProcess started) {
        process = started;
    }

    /** The next call is told that it failed. */
    void fail(InitException reason) {
        failure = reason;
    }

    /** The failure that no call has been told yet; null if there is none. */
    @Nullable InitException takeFailure() {
        InitException told = failure;
        failure = null;
        return told;
    }

    /** Gives up the process. */
    @Nullable RuntimeProcess leave() {
        RuntimeProcess left = process;
        process = null;
        return left;
    }

    boolean isUsable() {
        return process != null && process.isUsable();
    }
}
