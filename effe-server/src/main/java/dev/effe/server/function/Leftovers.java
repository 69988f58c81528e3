package dev.effe.server.function;

import dev.effe.server.threads.ServerThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The traces of a function that is unloaded while the process goes on: what Java keeps of its classes, and threads that it
 * did not end. Stateless.
 */
public final class Leftovers {

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final long LOOK_NANOS = 20_000_000;
    private static final String INTROSPECTOR = "java.beans.Introspector";

    private Leftovers() {}

    /**
     * Empties the caches of Java that hold its classes. To be called once it is closed.
     *
     * @param workers the threads that called it: a cache of java.beans is that of a group of threads
     * @param patience how long to wait for threads to end
     * @return the threads that go on with its class loader, which stays for as long as they do
     */
    public static List<Thread> clear(LoadedLogic function, Executor workers, Duration patience) {
        if (!(function.loader() instanceof FunctionClassLoader loader)) {
            return List.of();
        }
        ResourceBundle.clearCache(loader);
        Class<?> introspector = loader.linked(INTROSPECTOR); // Only then: it would load a part of java.desktop.
        if (introspector != null) {
            flush(introspector);
            workers.execute(() -> flush(introspector));
        }
        long endNanos = System.nanoTime() + patience.toNanos();
        List<Thread> left = threadsOf(loader);
        while (!left.isEmpty() && System.nanoTime() - endNanos < 0) {
            ServerThreads.parkNanos(loader, LOOK_NANOS);
            left = threadsOf(loader);
        }
        return left;
    }

    private static List<Thread> threadsOf(ClassLoader loader) {
        List<Thread> left = new ArrayList<>();
        for (Thread thread : threads()) {
            if (isOf(thread.getContextClassLoader(), loader) && !CommonPoolThreads.release(thread)) {
                left.add(thread);
            }
        }
        return left;
    }

    private static void flush(Class<?> introspector) {
        try {
            introspector.getMethod("flushCaches").invoke(null);
        } catch (ReflectiveOperationException e) {
            log.debug("The caches of {} stay", INTROSPECTOR, e);
        }
    }

    /** True if it is the loader, or one below it. */
    private static boolean isOf(@Nullable ClassLoader candidate, ClassLoader loader) {
        for (ClassLoader next = candidate; next != null; next = next.getParent()) {
            if (next.equals(loader)) {
                return true;
            }
        }
        return false;
    }

    private static List<Thread> threads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() * 2 + 16];
        return Arrays.asList(threads).subList(0, root.enumerate(threads));
    }
}
