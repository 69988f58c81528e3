package dev.effe.server.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * What user code leaves in the ThreadLocals of a worker, which is not for the next call on the same thread to see. Java
 * does the same for the innocuous threads of its own pools, and has no public way to ask for it.
 */
final class ThreadLocals {

    private static final List<VarHandle> FIELDS = fields();

    private ThreadLocals() {}

    private static List<VarHandle> fields() {
        List<VarHandle> fields = new ArrayList<>();
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            for (String name : new String[] {"threadLocals", "inheritableThreadLocals"}) {
                fields.add(lookup.unreflectVarHandle(Thread.class.getDeclaredField(name)));
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            fields.clear(); // This Java does not open them to this program; effe.jar's manifest asks for it.
        }
        return List.copyOf(fields);
    }

    /** Forgets those of the current thread. */
    static void forget() {
        for (VarHandle field : FIELDS) {
            field.set(Thread.currentThread(), null);
        }
    }
}
