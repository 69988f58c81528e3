package dev.effe.bench.simulation;

import dev.effe.bench.overload.Tally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The lanes of a topic: each is delivered by one process at a time, and of a key one event at a time, in order. There
 * are contexts for all. For one thread.
 */
final class Lanes {

    private static final class Key {
        private final ArrayDeque<Long> appendedAt = new ArrayDeque<>();
        private boolean runs;
    }

    private final Clock clock;
    private final int lanes;
    private final LongSupplier runNanos;
    private final List<Key> keys = new ArrayList<>();
    private final boolean[] owned;
    /** From append to the beginning of the run. */
    Tally delays = new Tally();

    Lanes(Clock clock, int lanes, int keyCount, LongSupplier runNanos) {
        this.clock = clock;
        this.lanes = lanes;
        this.runNanos = runNanos;
        owned = new boolean[lanes];
        for (int i = 0; i < keyCount; i++) {
            keys.add(new Key());
        }
        for (int i = 0; i < lanes; i++) {
            owned[i] = true;
        }
    }

    void append(int key) {
        keys.get(key).appendedAt.add(clock.nanos());
        runNext(key);
    }

    private void runNext(int number) {
        Key key = keys.get(number);
        if (key.runs || key.appendedAt.isEmpty() || !owned[number % lanes]) {
            return;
        }
        key.runs = true;
        delays.add(TimeUnit.NANOSECONDS.toMicros(clock.nanos() - key.appendedAt.remove()));
        clock.in(runNanos.getAsLong(), () -> {
            key.runs = false;
            runNext(number);
        });
    }

    /** The process that has these lanes goes; another takes them up after a time. */
    void change(int from, int count, long nanos) {
        for (int lane = from; lane < from + count; lane++) {
            owned[lane] = false;
        }
        clock.in(nanos, () -> takeUp(from, count));
    }

    private void takeUp(int from, int count) {
        for (int lane = from; lane < from + count; lane++) {
            owned[lane] = true;
            for (int key = lane; key < keys.size(); key += lanes) {
                runNext(key);
            }
        }
    }
}
