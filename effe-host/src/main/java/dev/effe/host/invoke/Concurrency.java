package dev.effe.host.invoke;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The calls that may run at once: all of the account, and those of functions that have some of these to themselves, as AWS
 * Lambda has it. Takes no lock. Thread-safe.
 */
public final class Concurrency {

    /** The reason of a refusal where the function's own limit is reached. */
    public static final String RESERVED_REACHED = "ReservedFunctionConcurrentInvocationLimitExceeded";

    /** The reason of a refusal where the limit of the account is. */
    public static final String ACCOUNT_REACHED = "ConcurrentInvocationLimitExceeded";

    private final int account;
    private final AtomicInteger unreserved = new AtomicInteger();
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Map<String, Integer> reserved = new ConcurrentHashMap<>();
    private final AtomicInteger reservedSum = new AtomicInteger();

    /** @param account the calls of all functions that may run at once */
    public Concurrency(int account) {
        this.account = account;
    }

    /** A call that runs. */
    public static final class Permit {

        private final AtomicInteger counter;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Permit(AtomicInteger counter) {
            this.counter = counter;
        }

        /** It runs no more. Counts once. */
        public void close() {
            if (open.compareAndSet(true, false)) {
                counter.decrementAndGet();
            }
        }
    }

    /** From now on a function has so many calls to itself, or none. */
    public void reserve(String function, OptionalInt calls) {
        Integer before = calls.isPresent() ? reserved.put(function, calls.getAsInt()) : reserved.remove(function);
        reservedSum.addAndGet(calls.orElse(0) - (before == null ? 0 : before));
    }

    /** A function is gone. */
    public void forget(String function) {
        reserve(function, OptionalInt.empty());
        running.remove(function);
    }

    /**
     * Has a call run.
     *
     * @return null if too many do: {@link #reason} says of whose
     */
    public @Nullable Permit tryAcquire(String function) {
        Integer own = reserved.get(function);
        AtomicInteger counter =
                own == null ? unreserved : running.computeIfAbsent(function, name -> new AtomicInteger());
        int most = own == null ? account - reservedSum.get() : own;
        int now = counter.get();
        while (now < most) {
            if (counter.compareAndSet(now, now + 1)) {
                return new Permit(counter);
            }
            now = counter.get();
        }
        return null;
    }

    /** True if a function may have no call at all: it has none to itself. */
    public boolean isBlocked(String function) {
        Integer own = reserved.get(function);
        return own != null && own == 0;
    }

    /** AWS's name of the limit that a function's calls reach first. */
    public String reason(String function) {
        return reserved.containsKey(function) ? RESERVED_REACHED : ACCOUNT_REACHED;
    }
}
