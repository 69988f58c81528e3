package dev.effe.server.function;

import org.jspecify.annotations.Nullable;

/**
 * Lends the calling thread the function's class loader as its context class loader, around every call of user code:
 *
 * <pre>{@code
 * ClassLoader previous = ContextClassLoaders.enter(loader);
 * try {
 *     logic.run(context, request, response);
 * } finally {
 *     ContextClassLoaders.exit(previous);
 * }
 * }</pre>
 *
 * Allocates nothing. Thread-safe: it touches the calling thread only.
 */
public final class ContextClassLoaders {

    private ContextClassLoaders() {}

    /**
     * Sets the calling thread's context class loader.
     *
     * @param loader the function's
     * @return what it was before, for {@link #exit}; null if the thread had none
     */
    public static @Nullable ClassLoader enter(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        return previous;
    }

    /**
     * Sets it back, also if user code has changed it meanwhile.
     *
     * @param previous what {@link #enter} returned
     */
    public static void exit(@Nullable ClassLoader previous) {
        Thread.currentThread().setContextClassLoader(previous);
    }
}
