package dev.effe.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds threads that wait for each other's locks, such as a ReentrantLock. Unlike ThreadMXBean it sees virtual threads.
 * What a thread waits for is public; who holds it is not, and is told only where Java opens it to this program.
 */
final class LockDeadlock {

    private static final Optional<VarHandle> OWNER = owner();

    private LockDeadlock() {}

    private static Optional<VarHandle> owner() {
        try {
            return Optional.of(MethodHandles.privateLookupIn(AbstractOwnableSynchronizer.class, MethodHandles.lookup())
                    .findVarHandle(AbstractOwnableSynchronizer.class, "exclusiveOwnerThread", Thread.class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The stacks of threads in a deadlock that these lead to; "" if there is none, or this Java does not tell. */
    static String find(Collection<Thread> threads) {
        for (Thread thread : threads) {
            List<Thread> cycle = cycleFrom(thread);
            if (!cycle.isEmpty()) {
                return stacks(cycle);
            }
        }
        return "";
    }

    /** The threads that wait for one another from this one on, if the last waits for this one; else none. */
    private static List<Thread> cycleFrom(Thread first) {
        Set<Thread> chain = new LinkedHashSet<>();
        Thread thread = first;
        while (thread != null && chain.add(thread)) {
            thread = holderOf(LockSupport.getBlocker(thread));
        }
        return first.equals(thread) ? List.copyOf(chain) : List.of();
    }

    private static @Nullable Thread holderOf(@Nullable Object blocker) {
        return blocker instanceof AbstractOwnableSynchronizer
                ? (Thread) OWNER.map(owner -> owner.getVolatile(blocker)).orElse(null)
                : null;
    }

    private static String stacks(List<Thread> cycle) {
        StringBuilder stacks = new StringBuilder();
        for (Thread thread : cycle) {
            Object lock = LockSupport.getBlocker(thread);
            Thread holder = holderOf(lock);
            stacks.append('"').append(thread.getName()).append("\" waits for ").append(lock);
            stacks.append(", held by \"").append(holder == null ? "?" : holder.getName());
            stacks.append("\"\n");
            for (StackTraceElement frame : thread.getStackTrace()) {
                stacks.append("\tat ").append(frame).append('\n');
            }
        }
        return stacks.toString();
    }
}
