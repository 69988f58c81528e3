package dev.effe.bench.candidate;

import java.util.concurrent.TimeUnit;

/** A call that computes for as long as its path says, such as {@code /compute/2000} for 2 s. */
final class Compute {

    static final String PREFIX = "/compute/";

    private Compute() {}

    static void asTold(String path) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(path.substring(PREFIX.length())));
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
