package dev.effe.server.jdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The rights that a thread inherits until Java 23: those of every class on the stack of whoever makes it, and with them the
 * class loaders of these classes, for as long as the thread lives. Thread-safe.
 */
public final class MakersRights {

    private static final @Nullable VarHandle RIGHTS = field();

    private MakersRights() {}

    private static @Nullable VarHandle field() {
        try {
            return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .unreflectVarHandle(Thread.class.getDeclaredField("inheritedAccessControlContext"));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // This Java has it no more, or does not open it to this program.
        }
    }

    /** Has a thread that is not started yet forget them. There is no security manager that would ask for them. */
    public static void forget(Thread thread) {
        if (RIGHTS != null) {
            RIGHTS.set(thread, null);
        }
    }
}
