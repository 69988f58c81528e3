package dev.effe.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.loop.LoopScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkersTest {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private static Thread worker(Workers workers) throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        workers.execute(() -> thread.complete(Thread.currentThread()));
        return thread.get(60, TimeUnit.SECONDS);
    }

    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }

    @Test
    void platformWorkersAreNumberedDaemons() throws Exception {
        try (Workers workers = Workers.of(WorkerKind.PLATFORM, KEEP_ALIVE)) {
            Thread worker = worker(workers);
            assertThat(worker.getName()).isEqualTo("effe-worker-1");
            assertThat(worker.isDaemon()).isTrue();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualWorkersAreNumberedAndFreshForEachTask() throws Exception {
        try (Workers workers = Workers.of(WorkerKind.VIRTUAL, KEEP_ALIVE)) {
            Thread first = worker(workers);
            Thread second = worker(workers);
            assertThat(isVirtual(first)).isTrue();
            assertThat(first.getName()).isEqualTo("effe-worker-1");
            assertThat(second.getName()).isEqualTo("effe-worker-2");
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void virtualWorkersNeedJava21() {
        assertThatThrownBy(() -> Workers.of(WorkerKind.VIRTUAL, KEEP_ALIVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need Java 21")
                .hasMessageContaining("this is Java " + Runtime.version().feature());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void autoIsVirtualWhereNothingPins() throws Exception {
        try (Workers workers = Workers.of(WorkerKind.AUTO, KEEP_ALIVE)) {
            assertThat(isVirtual(worker(workers))).isTrue();
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void autoIsPlatformBefore() throws Exception {
        try (Workers workers = Workers.of(WorkerKind.AUTO, KEEP_ALIVE)) {
            assertThat(worker(workers).isDaemon()).isTrue();
        }
    }

    /** A worker that ends a call may start the thread of the next one, with all that its function left inheritable. */
    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void workersInheritNothing(WorkerKind kind) throws Exception {
        if (kind == WorkerKind.VIRTUAL && Runtime.version().feature() < 21) {
            return; // virtualWorkersNeedJava21
        }
        InheritableThreadLocal<String> inheritable = new InheritableThreadLocal<>();
        inheritable.set("of a call");
        try (Workers workers = Workers.of(kind, KEEP_ALIVE)) {
            for (int i = 0; i < 3; i++) {
                CompletableFuture<Object> seen = new CompletableFuture<>();
                CompletableFuture<ClassLoader> loader = new CompletableFuture<>();
                workers.execute(() -> {
                    seen.complete(String.valueOf(inheritable.get()));
                    loader.complete(Thread.currentThread().getContextClassLoader());
                });
                assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("null");
                assertThat(loader.get(60, TimeUnit.SECONDS)).isSameAs(Workers.class.getClassLoader());
            }
        } finally {
            inheritable.remove();
        }
    }

    @Test
    void platformWorkersForgetThreadLocals() throws Exception {
        ThreadLocal<String> left = ThreadLocal.withInitial(() -> "nothing");
        try (Workers workers = Workers.of(WorkerKind.PLATFORM, KEEP_ALIVE)) {
            for (int i = 0; i < 10; i++) {
                CompletableFuture<String> found = new CompletableFuture<>();
                workers.execute(() -> {
                    found.complete(left.get());
                    left.set("something");
                });
                assertThat(found.get(60, TimeUnit.SECONDS)).isEqualTo("nothing");
            }
        }
    }

    @Test
    void tasksAreNeverQueued() throws Exception {
        CountDownLatch all = new CountDownLatch(50);
        List<CountDownLatch> over = new ArrayList<>();
        try (Workers workers = Workers.of(WorkerKind.AUTO, KEEP_ALIVE)) {
            for (int i = 0; i < 50; i++) {
                CountDownLatch ended = new CountDownLatch(1);
                over.add(ended);
                workers.execute(() -> {
                    all.countDown();
                    try {
                        all.await();
                        ended.countDown();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
            }
            for (CountDownLatch ended : over) {
                assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void closingLetsWhatRunsRunOn() throws Exception {
        Workers workers = Workers.of(WorkerKind.PLATFORM, KEEP_ALIVE);
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        workers.execute(() -> {
            try {
                interrupted.complete(!closed.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        workers.close();
        closed.countDown();
        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isFalse();
    }

    /** However many wait for a slot: or a server that is overloaded could not say so. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void invocationsThatFollowEachOtherLetTheirEventLoopGoFirst() throws Exception {
        try (Workers workers = Workers.of(WorkerKind.AUTO, KEEP_ALIVE);
                DispatchTester tester = DispatchTester.with(workers, 1, 100)) {
            tester.answer("warm");
            CompletableFuture<Integer> made = new CompletableFuture<>();
            workers.loopThreads().orElseThrow().startLoop(() -> {
                for (int i = 0; i < 100; i++) {
                    tester.onRun("r" + i, WorkersTest::computeForAMillisecond);
                    tester.dispatch("r" + i).flushed();
                }
                LoopScheduler.ofCurrentLoop().letOthersRun();
                made.complete(tester.heard.size() - 1);
            });
            assertThat(made.get(60, TimeUnit.SECONDS)).isBetween(1, 3);
            tester.awaitQuiet();
        }
    }

    private static void computeForAMillisecond() {
        long end = System.nanoTime() + 1_000_000;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
