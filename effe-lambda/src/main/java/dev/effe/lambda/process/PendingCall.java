package dev.effe.lambda.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A call that a process has been given, and what comes of it: lines and parts of an answer, in their order, then an end.
 * Threads of the Runtime API and of the process's output put it in, the call's own takes it out. Holds back who puts in
 * too much, until the call is left. Thread-safe.
 */
final class PendingCall {

    /** The most pieces that wait, each of 64 KiB at most but for whole answers, of which there is one. */
    private static final int MOST = 32;

    /** A piece of what comes. */
    sealed interface Piece {

        /** A line that the process has printed, with its end. */
        record Line(String text) implements Piece {}

        /** A part of the answer. */
        @SuppressWarnings("ArrayRecordComponent") // Never compared.
        record Part(byte[] bytes) implements Piece {}

        /** The end of the answer, of which all parts are there. */
        record End() implements Piece {}

        /**
         * The function's failure, or the process's.
         *
         * @param error JSON
         * @param answered whether the process has told it, and is ready for another call
         */
        @SuppressWarnings("ArrayRecordComponent") // Never compared.
        record Failure(byte[] error, boolean answered) implements Piece {}
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private boolean answering;
    private boolean left;

    private final Event event;

    PendingCall(Event event) {
        this.event = event;
    }

    Event event() {
        return event;
    }

    /** The process begins to answer. Returns false if it has begun already, or nobody waits for it any more. */
    boolean beginAnswer() {
        lock.lock();
        try {
            boolean first = !answering && !left;
            answering = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts in a piece, once there is room for it.
     *
     * @return false if nobody takes it any more
     */
    boolean put(Piece piece) {
        lock.lock();
        try {
            while (!left && pieces.size() >= MOST) {
                changed.awaitUninterruptibly();
            }
            if (!left) {
                pieces.add(piece);
                changed.signalAll();
            }
            return !left;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next piece, once it is there. */
    Piece take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (pieces.isEmpty()) {
                changed.await();
            }
            changed.signalAll();
            return pieces.remove();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a line that is there; null if the next piece is none. */
    Piece.@Nullable Line pollLine() {
        lock.lock();
        try {
            if (pieces.peek() instanceof Piece.Line line) {
                pieces.remove();
                changed.signalAll();
                return line;
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody takes anything any more. */
    void leave() {
        lock.lock();
        try {
            left = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
