package dev.effe.bench.overload;

import java.util.Random;
import java.util.function.IntToLongFunction;

/**
 * The result of one stream of requests of one rate. For the generator's event loop; read when it is over.
 *
 * <p>Requests are due at fixed instants, whatever became of those before, and each latency counts from then: a server
 * (or a generator) that falls behind cannot hide it.
 */
public final class Phase {

    /** An answer that took longer shows that the server has not recovered yet. */
    private static final long SLOW_MICROS = 100_000;
    /** The same where the function itself takes that long. */
    private static final long SLOW_LONG_MICROS = 300_000;
    /** A client does not wait longer. */
    private static final long DEADLINE_MICROS = 1_000_000;

    final String path;
    /** When a request is due, by its number, in nanoseconds after the beginning. */
    private final IntToLongFunction schedule;

    final long beganNanos;
    final long endNanos;

    public final Tally good = new Tally();
    public final Tally refused = new Tally();
    final Tally timedOut = new Tally();
    /** When the last request that was refused or slow was due, in nanoseconds after the beginning; 0 if none was. */
    long lastBadNanos;

    public int sent;
    /** Neither 200, nor 503 with Retry-After, nor 504; or another's answer; or a connection that broke. */
    public int wrong;

    /** Begins now. */
    Phase(String path, double perSecond, double seconds) {
        this(path, evenly(perSecond), System.nanoTime(), seconds);
    }

    private Phase(String path, IntToLongFunction schedule, long beganNanos, double seconds) {
        this.path = path;
        this.schedule = schedule;
        this.beganNanos = beganNanos;
        endNanos = beganNanos + (long) (seconds * 1e9);
    }

    private static IntToLongFunction evenly(double perSecond) {
        return number -> (long) (number * 1e9 / perSecond);
    }

    /** Begins now, with requests that come independently of each other. */
    public static Phase random(String path, double perSecond, double seconds, Random random) {
        long[] due = new long[(int) (2 * perSecond * seconds) + 1000];
        for (int i = 1; i < due.length; i++) {
            due[i] = due[i - 1] + (long) (-1e9 / perSecond * Math.log(1 - random.nextDouble()));
        }
        return new Phase(path, number -> due[number], System.nanoTime(), seconds);
    }

    /** Begins when this one sends no more, while answers to it may still be on their way. */
    Phase then(double rate, double seconds) {
        return new Phase(path, evenly(rate), endNanos, seconds);
    }

    /** True if a good answer is the request's own id, which no page of the server's knows. */
    boolean echoesId() {
        return !path.endsWith("livez");
    }

    long dueNanos(int number) {
        return beganNanos + schedule.applyAsLong(number);
    }

    double seconds() {
        return (endNanos - beganNanos) / 1e9;
    }

    void answered(int status, boolean retryAfter, long dueNanos, long nowNanos) {
        long micros = (nowNanos - dueNanos) / 1000;
        if (status == 200) {
            good.add(micros);
            if (micros > (path.endsWith("-long") ? SLOW_LONG_MICROS : SLOW_MICROS)) {
                lastBadNanos = Math.max(lastBadNanos, dueNanos - beganNanos);
            }
        } else if (status == 503 && retryAfter) {
            refused.add(micros);
            lastBadNanos = Math.max(lastBadNanos, dueNanos - beganNanos);
        } else if (status == 504) {
            timedOut.add(micros);
        } else {
            wrong++;
        }
    }

    /** True if every request has come to an end. */
    boolean isOver(long nowNanos) {
        return nowNanos > endNanos && good.count() + refused.count() + timedOut.count() + wrong >= sent;
    }

    /** The number of good answers that came while their clients waited. */
    long useful() {
        return good.count() - good.outside(0, DEADLINE_MICROS);
    }

    double usefulPerSecond() {
        return useful() / seconds();
    }

    double goodPerSecond() {
        return good.count() / seconds();
    }
}
