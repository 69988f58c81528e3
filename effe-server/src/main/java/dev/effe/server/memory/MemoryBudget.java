package dev.effe.server.memory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The bytes of all requests and answers inside the process, within one limit. A body is charged before it is read, an
 * answer before the function makes it, each until it is gone: so the heap never has to hold more of them than the limit
 * and what the calls that run make. Small bodies are not charged: the number of connections bounds them. Thread-safe;
 * only {@link #awaitAnswer} blocks.
 */
public final class MemoryBudget {

    /** An answer that is not larger is not charged. */
    public static final int SMALL_BYTES = 4 * 1024;

    /** There is no room. */
    public static final long NONE = -1;

    private static final int LEAST_FIRST_BYTES = 16 * 1024;
    /** See {@link #firstBytes}. */
    public static final int MOST_FIRST_BYTES = 64 * 1024;

    /** A part of a stream is this part of what may be used. */
    private static final int PARTS = 64;

    private final long limitBytes;
    private final long patienceNanos;
    private final AnswerSizes sizes = new AnswerSizes();

    private final AtomicLong bodies = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    /** The bytes of bodies that wait for room: beyond the limit, and a quarter of it at most. */
    private final AtomicLong entries = new AtomicLong();

    private final RoomQueue waitingBodies;
    private final RoomQueue waitingCalls =
            new RoomQueue(Integer.MAX_VALUE); // They have a slot each, which bounds them.

    /**
     * Makes an account with nothing charged.
     *
     * @param maxWaiting how many bodies may wait for room
     * @param patienceNanos how long a call may wait for it
     */
    public MemoryBudget(long limitBytes, int maxWaiting, long patienceNanos) {
        this.limitBytes = limitBytes;
        this.patienceNanos = patienceNanos;
        waitingBodies = new RoomQueue(maxWaiting);
    }

    /** An account that is never used up. */
    public static MemoryBudget unlimited() {
        MemoryBudget unlimited = new MemoryBudget(Long.MAX_VALUE / 2, 0, 0);
        unlimited.sawAnswer(0);
        return unlimited;
    }

    /**
     * An account of which bodies may have just so much.
     *
     * @param bytes all bodies together
     * @param maxWaiting how many may wait for room
     */
    public static MemoryBudget forBodies(long bytes, int maxWaiting, long patienceNanos) {
        return new MemoryBudget((bytes + 2) / 3 * 4, maxWaiting, patienceNanos);
    }

    /** The time that a call, or a body, may wait for room. */
    public long patienceNanos() {
        return patienceNanos;
    }

    public long limitBytes() {
        return limitBytes;
    }

    public long usedBytes() {
        return bodies.get() + answers.get() + entries.get();
    }

    /** The largest body that can ever be had: beside it there is room for others, and for answers. */
    public long largestBodyBytes() {
        return bodyLimitBytes() / 4 * 3;
    }

    /**
     * The bytes of a body that may come before there is room for all of it: a thousandth, from 16 to 64 KiB, so that
     * more than two hundred can wait.
     */
    public int firstBytes() {
        return (int) Math.max(LEAST_FIRST_BYTES, Math.min(MOST_FIRST_BYTES, limitBytes / 1024));
    }

    /** Bodies leave a quarter to answers, which are what makes room in the end. */
    private long bodyLimitBytes() {
        return limitBytes / 4 * 3;
    }

    // Bodies.

    /** Takes room for a body, if there is so much. Whoever has it can read the body to its end. */
    boolean tryTakeBody(long bytes) {
        long now = bodies.get();
        while (now + bytes <= bodyLimitBytes() && now + bytes + answers.get() <= limitBytes) {
            if (bodies.compareAndSet(now, now + bytes)) {
                return true;
            }
            now = bodies.get();
        }
        return false;
    }

    /** Charges a body that came in as an entry, and is there. */
    void takeBody(long bytes) {
        bodies.addAndGet(bytes);
    }

    /** True if nobody who came before waits. */
    boolean isFreeForBodies() {
        return waitingBodies.isEmpty();
    }

    /** Gives back what {@link BodyRoom#handOver} handed over. */
    public void giveBody(long bytes) {
        if (bytes > 0) {
            bodies.addAndGet(-bytes);
            freed();
        }
    }

    /** Takes room for what comes of a body that waits. */
    boolean tryTakeEntry(long bytes) {
        long now = entries.get();
        while (now + bytes <= limitBytes / 4) {
            if (entries.compareAndSet(now, now + bytes)) {
                return true;
            }
            now = entries.get();
        }
        return false;
    }

    void giveEntry(long bytes) {
        if (bytes > 0) {
            entries.addAndGet(-bytes);
        }
    }

    boolean tryWait(RoomQueue.Waiter body) {
        return waitingBodies.tryAdd(body);
    }

    boolean stopWaiting(RoomQueue.Waiter body) {
        return waitingBodies.remove(body);
    }

    // Answers.

    /**
     * Takes room for the answer that a call is expected to give, if there is so much and nobody waits for it. One call
     * always has room, or none would ever be served.
     *
     * @return what is taken, to be given back when the answer has been charged as it is; or {@link #NONE}
     */
    public long tryAnswer() {
        if (sizes.expectedBytes() == 0) {
            return 0;
        }
        return waitingCalls.isEmpty() ? tryExpectAnswer() : NONE;
    }

    /**
     * Waits for such room, on the thread that is to run the call.
     *
     * @param isOver whether nobody wants the answer any more: then nothing is taken, and the wait is over
     * @return what is taken; {@link #NONE} if patience was in vain
     */
    public long awaitAnswer(BooleanSupplier isOver) throws InterruptedException {
        try {
            return new WaitingCall(this, waitingCalls, isOver).await(patienceNanos);
        } finally {
            freed(); // For the bodies that let it go first.
        }
    }

    /** True if calls wait for such room, and not for the first answer. */
    public boolean isAwaited() {
        return !waitingCalls.isEmpty() && sizes.expectedBytes() != AnswerSizes.UNKNOWN;
    }

    /** Takes room for an answer as it is expected now. Returns how much that is, or {@link #NONE}. */
    long tryExpectAnswer() {
        long expected = sizes.expectedBytes();
        if (expected == AnswerSizes.UNKNOWN) {
            return sizes.mayBegin() ? 0 : NONE;
        }
        return expected == 0 || tryTakeAnswer(expected) ? expected : NONE;
    }

    /** Takes room for an answer, or for what its making needs, if there is so much. */
    public boolean tryTakeAnswer(long bytes) {
        long now = answers.get();
        while (now == 0 || now + bytes + bodies.get() <= limitBytes) {
            if (answers.compareAndSet(now, now + bytes)) {
                return true;
            }
            now = answers.get();
        }
        return false;
    }

    /** Charges an answer, or a part of it, that is there already. */
    public void takeAnswer(long bytes) {
        answers.addAndGet(bytes);
    }

    /** Gives back room of an answer. */
    public void giveAnswer(long bytes) {
        if (bytes > 0) {
            answers.addAndGet(-bytes);
            freed();
        }
    }

    /** Tells how large the answer of a call was. */
    public void sawAnswer(long bytes) {
        sizes.saw(bytes);
    }

    /**
     * True if so much is used that a stream is not to have more on its way than it needs to go on, but for one alone.
     *
     * @param ownBytes what it has on its way
     */
    public boolean isTight(long ownBytes) {
        return exceeds(limitBytes / 4, ownBytes);
    }

    /**
     * The bytes that one of many streams may send at once: less, the nearer the use is to half of the limit.
     *
     * @param least what it is from there on
     */
    public int partBytes(int least, int most) {
        return (int) Math.max(least, Math.min(most, (limitBytes / 2 - usedBytes()) / PARTS));
    }

    /** True if all is used, and not by the one who asks. */
    public boolean isUsedUp(long ownBytes) {
        return exceeds(limitBytes, ownBytes);
    }

    private boolean exceeds(long limit, long ownBytes) {
        long all = usedBytes();
        return all > limit && all > ownBytes;
    }

    /** Serves calls first: one that has its body makes room in the end, and a new body would only be another such. */
    private void freed() {
        waitingCalls.serve();
        if (!isAwaited()) {
            waitingBodies.serve();
        }
    }
}
