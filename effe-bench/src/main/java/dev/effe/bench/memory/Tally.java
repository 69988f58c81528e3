package dev.effe.bench.memory;

import java.util.concurrent.atomic.LongAdder;

/** The answers that clients got. Thread-safe. */
final class Tally {

    final LongAdder answered = new LongAdder();
    final LongAdder bytes = new LongAdder();
    /** Told to come again. */
    final LongAdder refused = new LongAdder();
    /** Ended in the middle of an answer. */
    final LongAdder cut = new LongAdder();
    /** Ended, or not to be connected to, before an answer. */
    final LongAdder lost = new LongAdder();
    /** Another status than 200 and 503. */
    final LongAdder failed = new LongAdder();

    @Override
    public String toString() {
        return "answered " + answered + " (" + bytes.sum() / (1 << 20) + " MiB), refused " + refused + ", cut " + cut
                + ", lost " + lost + ", failed " + failed;
    }
}
