package dev.effe.bench.simulation;

import dev.effe.server.dispatch.QueueDelay;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A process of Effe as its callers see it: contexts that are started when they are needed, and a queue before them, with
 * the server's own rule of who is refused. For one thread.
 */
final class Node {

    private static final int MOST_WAITING = 1000;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A call waits a twentieth of the longest wait under overload: see the server's Admission. */
    private static final long TARGET_NANOS = LONGEST_WAIT_NANOS / 20;

    /**
     * The limits and times of a process.
     *
     * @param contexts the most at once
     * @param warm started before the process is ready
     * @param startNanos to start one later
     * @param runNanos how long each call runs
     */
    record Kind(int contexts, int warm, long startNanos, LongSupplier runNanos) {}

    private final Clock clock;
    private final Kind kind;
    /** The counts of now. */
    private final Supplier<Calls> calls;

    private final ArrayDeque<Long> waitingSince = new ArrayDeque<>();
    private final QueueDelay delay;
    private int running;
    private int idle;
    /** False for one that balancers do not send to. */
    boolean ready = true;

    Node(Clock clock, Kind kind, Supplier<Calls> calls) {
        this.clock = clock;
        this.kind = kind;
        this.calls = calls;
        idle = kind.warm;
        delay = new QueueDelay(TARGET_NANOS, kind.contexts, clock::nanos);
    }

    /** The calls that it has. */
    int load() {
        return running + waitingSince.size();
    }

    void accept() {
        calls.get().came++;
        if (waitingSince.isEmpty() && running < kind.contexts) {
            run(clock.nanos());
        } else if (waitingSince.size() == MOST_WAITING) {
            delay.refused();
            calls.get().refused++;
        } else if (delay.isTooLong(waitingSince.size())) {
            calls.get().refused++;
        } else {
            waitingSince.add(clock.nanos());
        }
    }

    private void run(long sinceNanos) {
        running++;
        long nanos = kind.runNanos.getAsLong();
        if (idle > 0) {
            idle--;
        } else {
            nanos += kind.startNanos;
            calls.get().cold++;
        }
        clock.in(nanos, () -> {
            running--;
            idle++;
            calls.get().answered.add(TimeUnit.NANOSECONDS.toMicros(clock.nanos() - sinceNanos));
            runNext();
        });
    }

    private void runNext() {
        while (!waitingSince.isEmpty() && running < kind.contexts) {
            long sinceNanos = waitingSince.remove();
            if (clock.nanos() - sinceNanos > LONGEST_WAIT_NANOS) {
                delay.refused();
                calls.get().refused++;
            } else if (delay.isTooOld(sinceNanos, waitingSince.size())) {
                calls.get().refused++;
            } else {
                run(sinceNanos);
            }
        }
    }

    /** A new process takes the place of this one, which has nothing more to do. */
    void restarted() {
        idle = kind.warm;
        ready = true;
    }
}
