package dev.effe.server.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Makes virtual threads with a scheduler of their own, which Java can do and has no public way to ask for. */
public final class VirtualThreadMaker {

    /** Before it, a virtual thread in {@code synchronized} holds its platform thread. */
    private static final int FIRST_JAVA_WITHOUT_PINNING = 24;

    /** As in java.lang.Thread: what the maker's thread has in its InheritableThreadLocals is not for the new one. */
    private static final int NO_INHERIT_THREAD_LOCALS = 1 << 2;

    private final MethodHandle newThread;

    private VirtualThreadMaker(MethodHandle newThread) {
        this.newThread = newThread;
    }

    /** Returns empty where this Java cannot do it, or does not let this program. */
    public static Optional<VirtualThreadMaker> find() {
        if (Runtime.version().feature() < FIRST_JAVA_WITHOUT_PINNING) {
            return Optional.empty();
        }
        try {
            Class<?> builders = Class.forName("java.lang.ThreadBuilders");
            MethodType type =
                    MethodType.methodType(Thread.class, Executor.class, String.class, int.class, Runnable.class);
            MethodHandle handle = MethodHandles.privateLookupIn(builders, MethodHandles.lookup())
                    .findStatic(builders, "newVirtualThread", type);
            return Optional.of(new VirtualThreadMaker(handle));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty();
        }
    }

    public Thread make(Executor scheduler, String name, Runnable task) {
        try {
            return (Thread) newThread.invokeExact(scheduler, name, NO_INHERIT_THREAD_LOCALS, task);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("Cannot make a virtual thread", t);
        }
    }
}
