package dev.effe.lambda.process;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A process's polls that wait for calls, and the calls that it has: STARTING → READY with the first poll → ENDED.
 * Thread-safe.
 */
final class Polls {

    /** A connection whose poll waits. */
    @FunctionalInterface
    interface Poll {
        /** Answers the poll with a call, in one write. */
        void answer(Event event) throws IOException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final Deque<Poll> waiting = new ArrayDeque<>();
    private final Map<String, PendingCall> calls = new HashMap<>();
    private boolean ready;
    private byte @Nullable [] initError;
    private @Nullable Integer exitStatus;
    private boolean broken;

    /** A poll has come. */
    void park(Poll poll) {
        lock.lock();
        try {
            waiting.add(poll);
            ready = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A poll's connection has ended. */
    void gone(Poll poll) {
        lock.lock();
        try {
            waiting.remove(poll);
        } finally {
            lock.unlock();
        }
    }

    /** The process says that it cannot start. */
    void initFailed(byte[] error) {
        lock.lock();
        try {
            if (!ready && initError == null) {
                initError = error;
            }
            broken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The process has ended: so do its calls. */
    void ended(int status) {
        Map<String, PendingCall> left;
        lock.lock();
        try {
            exitStatus = status;
            left = new HashMap<>(calls);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach((id, call) -> call.put(
                new PendingCall.Piece.Failure(ErrorText.exited("RequestId: " + id + " Error: ", status), false)));
    }

    /** The process is to be given no further call. */
    void breakUp() {
        lock.lock();
        try {
            broken = true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if it can be given calls. */
    boolean isUsable() {
        lock.lock();
        try {
            return ready && !broken && exitStatus == null;
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if it is to end, since it is broken and has no call. */
    boolean isSpent() {
        lock.lock();
        try {
            return broken && calls.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first poll. */
    void awaitReady() throws InitException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ready && initError == null && exitStatus == null) {
                changed.await();
            }
            if (ready) {
                return;
            }
            if (initError != null) {
                throw new InitException(initError, ErrorText.shown(initError));
            }
            int status = exitStatus == null ? 0 : exitStatus;
            throw new InitException(
                    ErrorText.exited("Error: ", status), ErrorText.exit(status) + " before it asked for a call");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a call to the next poll, once there is one.
     *
     * @throws NotTakenException if the process has ended meanwhile
     */
    PendingCall hand(Event event) throws IOException, InterruptedException {
        PendingCall call = new PendingCall(event);
        while (true) {
            Poll poll = claim(call);
            try {
                poll.answer(event);
                return call;
            } catch (IOException e) {
                over(call); // Its connection has ended before: the next one.
            }
        }
    }

    private Poll claim(PendingCall call) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && exitStatus == null) {
                changed.await();
            }
            if (exitStatus != null) {
                throw new NotTakenException(exitStatus);
            }
            if (calls.putIfAbsent(call.event().id(), call) != null) {
                throw new IOException(
                        "There is a call with the id " + call.event().id() + " already");
            }
            return waiting.remove();
        } finally {
            lock.unlock();
        }
    }

    /** The call of an id; null if there is none. */
    @Nullable PendingCall find(String id) {
        lock.lock();
        try {
            return calls.get(id);
        } finally {
            lock.unlock();
        }
    }

    /** The only call that there is; null if there are none or several. */
    @Nullable PendingCall only() {
        lock.lock();
        try {
            return calls.size() == 1 ? calls.values().iterator().next() : null;
        } finally {
            lock.unlock();
        }
    }

    /** A call is left. */
    void over(PendingCall call) {
        lock.lock();
        try {
            calls.remove(call.event().id(), call);
        } finally {
            lock.unlock();
        }
        call.leave();
    }
}
