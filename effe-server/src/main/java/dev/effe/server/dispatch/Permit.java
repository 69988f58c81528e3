package dev.effe.server.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * An invocation's place in the server, held until its response is flushed, and its slot among the running ones, held
 * until the function has returned or is given up. Both are given back exactly once, whoever comes first. Thread-safe.
 */
final class Permit implements AutoCloseable {

    private final Admission admission;

    // Guarded by this.
    private boolean holdsSlot;
    private boolean open = true;

    Permit(Admission admission, boolean holdsSlot) {
        this.admission = admission;
        this.holdsSlot = holdsSlot;
    }

    synchronized boolean holdsSlot() {
        return holdsSlot;
    }

    synchronized void gainedSlot() {
        holdsSlot = true;
    }

    /** Gives the slot back. Returns the invocation that has it next, if one waits and this call was the first. */
    @Nullable Invocation endRun() {
        synchronized (this) {
            if (!holdsSlot) {
                return null;
            }
            holdsSlot = false;
        }
        return admission.slotFreed();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!open) {
                return;
            }
            open = false;
        }
        admission.permitClosed();
    }
}
