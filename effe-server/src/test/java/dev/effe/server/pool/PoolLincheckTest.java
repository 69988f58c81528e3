package dev.effe.server.pool;

import dev.effe.server.pool.ClaimException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lincheck runs small scenarios in all their interleavings, and compares each with what could come of one thread. */
@Tag("slow")
@Tag("lincheck")
class PoolLincheckTest {

    /** Fewer than threads, or nobody would ever go without. */
    private static final int MAX = 1;

    private static ContextPool<Slot> pool(ContextLifecycle<Slot> lifecycle, int max) {
        PoolLimits limits = new PoolLimits(
                0, max, Duration.ZERO, null, Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ZERO);
        return new ContextPool<>(lifecycle, limits, Runnable::run, () -> 0);
    }

    /** Switches threads at each access to what they share, but for queues, which have tests of their own. */
    private static ModelCheckingOptions model() {
        return new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(60)
                .threads(2)
                .actorsBefore(0)
                .actorsPerThread(2)
                .actorsAfter(0)
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses("dev.effe.server.time.ExpiryQueue")
                        .allMethods()
                        .treatAsAtomic());
    }

    private static StressOptions stress() {
        return new StressOptions()
                .iterations(6)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(3);
    }

    @Test
    void theModelIsLinearizableAndLosesNothing() {
        model().sequentialSpecification(LendingModel.class).check(Lending.class);
        model().sequentialSpecification(AllIsWell.class).check(Faults.class);
    }

    @Test
    void stressIsLinearizableAndLosesNothing() {
        stress().sequentialSpecification(LendingModel.class).check(Lending.class);
        stress().sequentialSpecification(AllIsWell.class).check(Faults.class);
    }

    /** A context: plain fields, so that two users or a missing order show. */
    static final class Slot {
        int lastUser;
        boolean used;
        int stops;
    }

    /** Claims without waiting. Each user has at most one context, and learns who had it before. */
    @Param(name = "user", gen = ThreadIdGen.class)
    public static class Lending implements ContextLifecycle<Slot> {

        private final ContextPool<Slot> pool = pool(this, MAX);

        @SuppressWarnings({"unchecked", "rawtypes"})
        private final @Nullable PooledContext<Slot>[] held = new PooledContext[8];

        /** Returns who had the context before: 0 nobody; -1 if there is none, -2 if this user has one. */
        @Operation
        public int claim(@Param(name = "user") int user) throws InterruptedException {
            if (held[user] != null) {
                return -2;
            }
            try {
                PooledContext<Slot> context = pool.claim(0, replaced -> {});
                held[user] = context;
                int before = context.value().lastUser;
                context.value().lastUser = user + 1;
                return before;
            } catch (ClaimException e) {
                return -1;
            }
        }

        @Operation
        public void release(@Param(name = "user") int user) {
            PooledContext<Slot> context = held[user];
            if (context != null) {
                held[user] = null;
                pool.release(context);
            }
        }

        @Operation
        public void discard(@Param(name = "user") int user) {
            PooledContext<Slot> context = held[user];
            if (context != null) {
                held[user] = null;
                pool.discard(context);
            }
        }

        @Override
        public Slot start() {
            return new Slot();
        }

        @Override
        public void stop(Slot slot) {}
    }

    /** A model of {@link Lending} for one thread. */
    public static class LendingModel {

        private final Deque<Integer> idle = new ArrayDeque<>();
        private final boolean[] holds = new boolean[8];
        private int places;

        public int claim(int user) {
            if (holds[user]) {
                return -2;
            }
            if (idle.isEmpty() && places == MAX) {
                return -1;
            }
            holds[user] = true;
            if (idle.isEmpty()) {
                places++;
                return 0;
            }
            return idle.pop();
        }

        public void release(int user) {
            if (holds[user]) {
                holds[user] = false;
                idle.push(user + 1);
            }
        }

        public void discard(int user) {
            if (holds[user]) {
                holds[user] = false;
                places--;
            }
        }
    }

    /** Claims that wait for the one place, with starts and stops that fail; contexts are unusable or retire; the pool may be closed. */
    @Param(name = "fate", gen = IntGen.class, conf = "0:5")
    public static class Faults implements ContextLifecycle<Slot> {

        private final ContextPool<Slot> pool = pool(this, MAX);
        private final AtomicInteger users = new AtomicInteger();
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger stopped = new AtomicInteger();
        private final AtomicInteger failing = new AtomicInteger();

        @Operation
        public String use(@Param(name = "fate") int fate) throws InterruptedException {
            try {
                if (fate == 4) {
                    failing.incrementAndGet();
                }
                PooledContext<Slot> context = pool.claim(Duration.ofDays(1).toNanos(), replaced -> {});
                if (fate == 5 && context.isUnchecked()) {
                    pool.discard(context);
                    context = pool.claim(Duration.ofDays(1).toNanos(), replaced -> {});
                }
                Slot slot = context.value();
                if (slot.used || users.incrementAndGet() > MAX) {
                    return "two users";
                }
                slot.used = true;
                users.decrementAndGet();
                boolean overdue = fate == 3 && context.runOverdue(replaced -> {}, Thread.currentThread());
                slot.used = false;
                if (fate == 0 || overdue) {
                    pool.discard(context);
                } else {
                    pool.release(context);
                }
                return slot.stops > 1 ? "stopped twice" : "well";
            } catch (ClaimException e) {
                return e.reason() == Reason.NO_PLACE ? "no place, without a wait" : "well";
            }
        }

        @Operation
        public void maintain() {
            pool.maintain();
        }

        @Operation(runOnce = true)
        public void close() throws InterruptedException {
            pool.close(Duration.ZERO);
        }

        @Override
        public Slot start() {
            if (failing.get() > 0) {
                failing.decrementAndGet();
                throw new IllegalStateException("meant by the test");
            }
            started.incrementAndGet();
            return new Slot();
        }

        @Override
        public void stop(Slot slot) {
            slot.stops++;
            stopped.incrementAndGet();
        }

        @Validate
        public void balanced() {
            PoolStats end = pool.stats();
            boolean quiet = end.inUse() + end.starting() + end.stopping() + end.overdue() + end.waiting() == 0;
            boolean balanced = started.get() == stopped.get() + end.idle() && end.idle() <= 1;
            if (!quiet || !balanced || end.started() != started.get() || end.stopped() != stopped.get()) {
                throw new IllegalStateException(end + ", started " + started + ", stopped " + stopped);
            }
        }
    }

    /** A model of {@link Faults} in which all is well. */
    public static class AllIsWell {

        public String use(int fate) {
            return "well";
        }

        public void maintain() {}

        public void close() {}
    }
}
