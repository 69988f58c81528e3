package dev.effe.server.function;

import dev.effe.server.jdk.MakersRights;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Makes the threads of the common pool, on which parallel streams and CompletableFutures run, with the class loader of
 * the process's function: Java gives them the server's, by which no library of the function finds its classes. There is
 * one common pool, and so one function that it is for: that which was loaded last and is not unloaded. Thread-safe.
 */
public final class CommonPoolThreads implements ForkJoinPool.ForkJoinWorkerThreadFactory {

    private static final String PROPERTY = "java.util.concurrent.ForkJoinPool.common.threadFactory";

    private static volatile boolean installed;
    /** The last one counts. */
    private static final List<ClassLoader> functions = new CopyOnWriteArrayList<>();

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
            functions.add(loader);
        }
    }

    /** A function is unloaded: new threads are for the one before it. */
    static void leave(ClassLoader loader) {
        functions.remove(loader);
    }

    /** Has a thread let go of a function that is unloaded. Returns false if it is not of the common pool. */
    static boolean release(Thread thread) {
        if (!(thread instanceof Worker)) {
            return false;
        }
        thread.setContextClassLoader(newest());
        return true;
    }

    private static ClassLoader newest() {
        Object[] now = functions.toArray();
        return now.length == 0 ? ClassLoader.getSystemClassLoader() : (ClassLoader) now[now.length - 1];
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
        return new Worker(pool);
    }

    /** Not one of Java's own factory, which on Java 25 gets the system's class loader back after each task. */
    private static final class Worker extends ForkJoinWorkerThread {

        Worker(ForkJoinPool pool) {
            super(pool);
            MakersRights.forget(this);
            setContextClassLoader(newest());
        }
    }
}
