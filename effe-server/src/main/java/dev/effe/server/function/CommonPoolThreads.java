package dev.effe.server.function;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of the common pool, on which parallel streams and CompletableFutures run, with the class loader of
 * the process's function: Java gives them the server's, by which no library of the function finds its classes. There is
 * one common pool, and so one function that it is for: that which was loaded last. Thread-safe.
 */
public final class CommonPoolThreads implements ForkJoinPool.ForkJoinWorkerThreadFactory {

    private static final String PROPERTY = "java.util.concurrent.ForkJoinPool.common.threadFactory";

    private static volatile boolean installed;
    private static volatile @Nullable ClassLoader function;

    /** Made by {@link ForkJoinPool}. */
    public CommonPoolThreads() {}

    /**
     * Has the common pool use it, unless a property says otherwise. To be called before anybody uses the pool, and by
     * whoever owns the process: a server within another program leaves its pool alone.
     */
    public static void install() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, CommonPoolThreads.class.getName());
            installed = true;
        }
    }

    /** From now on new threads are for this function. */
    static void serve(ClassLoader loader) {
        if (installed) {
            function = loader;
        }
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
        return new Worker(pool);
    }

    /** Not one of Java's own factory, which on Java 25 gets the system's class loader back after each task. */
    private static final class Worker extends ForkJoinWorkerThread {

        Worker(ForkJoinPool pool) {
            super(pool);
            ClassLoader loader = function;
            setContextClassLoader(loader == null ? ClassLoader.getSystemClassLoader() : loader);
        }
    }
}
