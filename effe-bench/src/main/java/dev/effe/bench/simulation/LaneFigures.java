package dev.effe.bench.simulation;

import dev.effe.bench.compare.Table;
import dev.effe.bench.overload.Tally;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Measures how long events wait in lanes while all is well, and when processes stop or die. */
final class LaneFigures {

    private static final int KEYS = 100_000;
    private static final int LANES_OF_A_PROCESS = 16;
    private static final double RUN_MILLIS = 10;
    private static final double PER_SECOND = 20_000;
    /** A process that stops gives its lanes back, and the next one finds them by a notice or by polling. */
    private static final long TAKEN_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** The lease of a process that has died. */
    private static final long LEASE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private enum Change {
        NOTHING(0),
        STOPS(TAKEN_UP_NANOS),
        DIES(LEASE_NANOS);

        final long nanos;

        Change(long nanos) {
            this.nanos = nanos;
        }
    }

    private final Options options;

    LaneFigures(Options options) {
        this.options = options;
    }

    /** Events of keys that are equally frequent, then of keys of which the k-th has one part in k of the first. */
    Table table() {
        Table table = new Table(
                "keys",
                "of 1,000 events of the most frequent key",
                "one process in 100",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "longest ms");
        for (double skew : new double[] {0, 0.5, 0.8}) {
            for (Change change : Change.values()) {
                row(table, skew, change);
            }
        }
        return table;
    }

    private void row(Table table, double skew, Change change) {
        Random random = options.random();
        double[] shares = shares(skew);
        Clock clock = new Clock();
        int lanes = LANES_OF_A_PROCESS * options.nodes;
        Lanes topic = new Lanes(clock, lanes, KEYS, () -> Fleet.exponential(random, RUN_MILLIS * 1e6));
        append(topic, clock, shares, random);
        clock.runTo(TimeUnit.SECONDS.toNanos(5));
        topic.delays = new Tally();
        if (change != Change.NOTHING) {
            topic.change(0, Math.max(1, lanes / 100), change.nanos);
        }
        clock.runTo(clock.nanos() + LEASE_NANOS + TimeUnit.SECONDS.toNanos(options.seconds));
        table.row(
                skew == 0 ? "equally frequent" : "Zipf " + skew,
                1000 * shares[0],
                change.name().toLowerCase(java.util.Locale.ROOT),
                topic.delays.percentile(50),
                topic.delays.percentile(99),
                topic.delays.percentile(99.9),
                topic.delays.percentile(100));
    }

    private static void append(Lanes topic, Clock clock, double[] shares, Random random) {
        clock.in(Fleet.exponential(random, 1e9 / PER_SECOND), () -> {
            int found = Arrays.binarySearch(shares, random.nextDouble());
            topic.append(Math.min(KEYS - 1, found < 0 ? -found - 1 : found));
            append(topic, clock, shares, random);
        });
    }

    /** The share of the first k keys together, at each k. */
    private static double[] shares(double skew) {
        double[] shares = new double[KEYS];
        double sum = 0;
        for (int i = 0; i < KEYS; i++) {
            sum += Math.pow(i + 1, -skew);
            shares[i] = sum;
        }
        for (int i = 0; i < KEYS; i++) {
            shares[i] /= sum;
        }
        return shares;
    }
}
