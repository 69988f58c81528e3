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
    private static final @Nullable VarHandle OWN = field(Thread.class, "threadLocals");
    private static final @Nullable VarHandle INHERITED = field(Thread.class, "inheritableThreadLocals");
    private static final @Nullable VarHandle SIZE = OWN == null ? null : field(OWN.varType(), "size");

    private ThreadLocals() {}

    private static @Nullable VarHandle field(Class<?> of, String name) {
        try {
            return MethodHandles.privateLookupIn(of, MethodHandles.lookup())
                    .unreflectVarHandle(of.getDeclaredField(name));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // This Java does not open it to this program; effe.jar's manifest asks for it.
        }
    }

    /** Forgets those of the current thread. A map that nothing is in stays: the server's own would make it anew. */
    public static void forget() {
        if (OWN != null && INHERITED != null) {
            Thread thread = Thread.currentThread();
            if (hasAny(OWN.get(thread))) {
                OWN.set(thread, null);
            }
            if (hasAny(INHERITED.get(thread))) {
                INHERITED.set(thread, null);
            }
        }
    }

    private static boolean hasAny(@Nullable Object map) {
        return map != null && (SIZE == null || (int) SIZE.get(map) > 0);
    }
}
