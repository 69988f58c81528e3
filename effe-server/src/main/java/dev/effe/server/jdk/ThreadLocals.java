package dev.effe.server.jdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The values that user code leaves in the ThreadLocals of a worker, which are not for the next call on the same thread
 * to see. Java does the same for the innocuous threads of its own pools, and has no public way to ask for it.
 */
public final class ThreadLocals {

    // Constants, so that the compiler sees through them: this is done after each call.
    private static final @Nullable VarHandle OWN = field("threadLocals");
    private static final @Nullable VarHandle INHERITED = field("inheritableThreadLocals");

    private ThreadLocals() {}

    private static @Nullable VarHandle field(String name) {
        try {
            return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .unreflectVarHandle(Thread.class.getDeclaredField(name));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // This Java does not open it to this program; effe.jar's manifest asks for it.
        }
    }

    /** Forgets those of the current thread. */
    public static void forget() {
        if (OWN != null && INHERITED != null) {
            OWN.set(Thread.currentThread(), null);
            INHERITED.set(Thread.currentThread(), null);
        }
    }
}
