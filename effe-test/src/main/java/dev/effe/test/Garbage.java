package dev.effe.test;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.opentest4j.TestAbortedException;

/** The garbage collector, asked to work. Stateless and thread-safe. */
final class Garbage {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Garbage() {}

    /**
     * Collects until something is so, for 5 seconds at most.
     *
     * @return whether it is
     * @throws TestAbortedException if nothing is collected at all
     */
    static boolean collectUntil(BooleanSupplier condition) throws InterruptedException {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                if (canary.get() != null) {
                    throw new TestAbortedException("This JVM does not collect garbage when it is asked to");
                }
                return false;
            }
            System.gc();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }
}
