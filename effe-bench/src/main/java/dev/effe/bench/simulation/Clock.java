package dev.effe.bench.simulation;

import java.util.PriorityQueue;

/** Virtual time: what is due happens in the order of its time, and of its making where that is the same. For one thread. */
final class Clock {

    private record Due(long nanos, long number, Runnable action) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            return nanos == other.nanos ? Long.compare(number, other.number) : Long.compare(nanos, other.nanos);
        }
    }

    private final PriorityQueue<Due> agenda = new PriorityQueue<>();
    private long nanos;
    private long made;

    long nanos() {
        return nanos;
    }

    void in(long delayNanos, Runnable action) {
        agenda.add(new Due(nanos + delayNanos, made++, action));
    }

    /** Lets all happen that is due before an instant, and makes that the present. */
    void runTo(long endNanos) {
        while (!agenda.isEmpty() && agenda.peek().nanos < endNanos) {
            Due next = agenda.remove();
            nanos = next.nanos;
            next.action.run();
        }
        nanos = endNanos;
    }
}
