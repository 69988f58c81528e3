package dev.effe.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_24)
class LoopThreadsTest {

    private final ExecutorService leftovers = Executors.newCachedThreadPool();
    private final LoopThreads threads = LoopThreads.of(1, leftovers).orElseThrow();

    @AfterEach
    void end() {
        threads.close();
        leftovers.shutdownNow();
    }

    /** The name of the platform thread that runs the current, virtual one. */
    private static String runner() {
        String text = Thread.currentThread().toString();
        return text.substring(text.lastIndexOf('@') + 1);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLoopAndItsCallsShareAThreadAndTakeTurns() throws Exception {
        List<String> turns = new CopyOnWriteArrayList<>();
        CompletableFuture<String> loopRunner = new CompletableFuture<>();
        threads.startLoop(() -> {
            LoopScheduler scheduler = LoopScheduler.ofCurrentLoop();
            boolean prompt = false;
            for (int i = 0;
                    i < 1000 && !prompt;
                    i++) { // A loop that has waited for too long has its turn before the calls.
                turns.clear();
                AtomicInteger made = new AtomicInteger();
                threads.call(() -> turns.add(made.incrementAndGet() + " on " + runner()));
                threads.call(() -> turns.add(made.incrementAndGet() + " on " + runner()));
                turns.add("loop");
                long beganNanos = System.nanoTime();
                scheduler.letOthersRun();
                prompt = System.nanoTime() - beganNanos < LoopScheduler.LOOP_WAIT_NANOS;
                turns.add("loop again");
                while (made.get() < 2) {
                    scheduler.letOthersRun();
                }
            }
            loopRunner.complete(runner());
        });
        String runner = loopRunner.get(60, TimeUnit.SECONDS);
        assertThat(runner).isEqualTo("effe-loop-1-runner");
        assertThat(turns).containsExactly("loop", "1 on " + runner, "2 on " + runner, "loop again");
    }

    @Test
    void manyCallsThatAreReadyDoNotHoldUpTheLoop() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(100);
        CompletableFuture<Integer> madeBeforeTheLoop = new CompletableFuture<>();
        threads.startLoop(() -> {
            for (int i = 0; i < 100; i++) {
                threads.call(() -> {
                    made.incrementAndGet();
                    compute(1_000_000);
                    over.countDown();
                });
            }
            LoopScheduler.ofCurrentLoop().letOthersRun();
            madeBeforeTheLoop.complete(made.get());
        });
        assertThat(madeBeforeTheLoop.get(60, TimeUnit.SECONDS)).isBetween(1, 4);
        assertThat(await(over)).isTrue();
    }

    private static void compute(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void onlyALoopIsTheCurrentLoop() throws Exception {
        CompletableFuture<LoopScheduler> loop = new CompletableFuture<>();
        CompletableFuture<Boolean> call = new CompletableFuture<>();
        threads.startLoop(() -> loop.complete(LoopScheduler.ofCurrentLoop()));
        threads.call(() -> call.complete(LoopScheduler.ofCurrentLoop() == null));
        assertThat(loop.get(60, TimeUnit.SECONDS)).isNotNull();
        assertThat(call.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(LoopScheduler.ofCurrentLoop()).isNull();
    }

    @Test
    void aTurnThatFailsDoesNotEndTheThread() throws Exception {
        CompletableFuture<String> after = new CompletableFuture<>();
        threads.startLoop(() -> {
            LoopScheduler.ofCurrentLoop().execute(() -> {
                throw new OutOfMemoryError("a virtual thread's own");
            });
            threads.call(() -> after.complete(runner()));
        });
        assertThat(after.get(60, TimeUnit.SECONDS)).isEqualTo("effe-loop-1-runner");
    }

    @Test
    void callsThatFollowEachOtherShareAVirtualThreadAndNothingElse() throws Exception {
        ThreadLocal<String> left = new ThreadLocal<>();
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        List<Thread> made = new CopyOnWriteArrayList<>();
        List<String> found = new CopyOnWriteArrayList<>();
        CountDownLatch over = new CountDownLatch(3);
        threads.startLoop(() -> {
            for (int i = 0; i < 3; i++) {
                threads.call(() -> {
                    made.add(Thread.currentThread());
                    found.add(left.get() + " " + inherited.get());
                    left.set("left");
                    inherited.set("left");
                    over.countDown();
                });
            }
        });
        assertThat(await(over)).isTrue();
        assertThat(new HashSet<>(made)).hasSize(1);
        assertThat(found).containsOnly("null null");
    }

    @Test
    void callsBehindOneThatBlocksGoOnWithoutItInTheirOrder() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Boolean> opened = new CompletableFuture<>();
        List<Integer> order = new CopyOnWriteArrayList<>();
        CountDownLatch over = new CountDownLatch(10);
        threads.startLoop(() -> {
            threads.call(() -> opened.complete(await(gate)));
            for (int i = 0; i < 10; i++) {
                int number = i;
                threads.call(() -> {
                    order.add(number);
                    over.countDown();
                });
            }
        });
        assertThat(await(over)).isTrue();
        assertThat(opened).isNotDone();
        gate.countDown();
        assertThat(opened.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void aCallThatThrowsDoesNotTakeTheNextWithIt() {
        CountDownLatch over = new CountDownLatch(1);
        threads.startLoop(() -> {
            threads.call(() -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, expected) -> {});
                throw new IllegalStateException("expected");
            });
            threads.call(over::countDown);
        });
        assertThat(await(over)).isTrue();
    }

    @Test
    void aCallThatBlocksLeavesTheThreadToOthers() {
        CountDownLatch waiting = new CountDownLatch(100);
        CountDownLatch all = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            threads.call(() -> {
                waiting.countDown();
                if (await(all)) {
                    over.countDown();
                }
            });
        }
        assertThat(await(waiting)).isTrue();
        all.countDown();
        assertThat(await(over)).isTrue();
    }

    @Test
    void callsThatKeepTheirThreadDoNotKeepTheLoop() {
        AtomicBoolean released = new AtomicBoolean();
        CountDownLatch spinning = new CountDownLatch(5);
        CountDownLatch over = new CountDownLatch(5);
        CountDownLatch loopGoesOn = new CountDownLatch(1);
        threads.startLoop(() -> {
            for (int i = 0; i < 5; i++) {
                threads.call(() -> {
                    spinning.countDown();
                    while (!released.get()) {
                        Thread.onSpinWait();
                    }
                    over.countDown();
                });
            }
            LoopScheduler.ofCurrentLoop().letOthersRun();
            loopGoesOn.countDown();
        });
        assertThat(await(spinning)).isTrue();
        assertThat(await(loopGoesOn)).isTrue();
        CountDownLatch quick = new CountDownLatch(1);
        threads.call(quick::countDown);
        assertThat(await(quick)).isTrue();
        released.set(true);
        assertThat(await(over)).isTrue();
    }

    @Test
    void aLoopThatWaitsForItsSocketsIsWokenForACall() {
        CountDownLatch polling = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        threads.startLoop(() -> {
            LoopScheduler scheduler = LoopScheduler.ofCurrentLoop();
            // As a wait for sockets does, this one keeps the platform thread.
            CountDownLatch sockets = new CountDownLatch(1);
            AtomicBoolean woken = new AtomicBoolean();
            scheduler.wakeup(() -> woken.set(true));
            if (scheduler.mayPoll()) {
                polling.countDown();
                while (!woken.get()) {
                    Thread.onSpinWait();
                }
            }
            scheduler.polled();
            scheduler.letOthersRun();
            sockets.countDown();
        });
        assertThat(await(polling)).isTrue();
        threads.call(called::countDown);
        assertThat(await(called)).isTrue();
    }

    @Test
    void aLoopMayNotWaitWhileACallIsReady() throws Exception {
        CompletableFuture<Boolean> mayPoll = new CompletableFuture<>();
        threads.startLoop(() -> {
            threads.call(() -> {});
            LoopScheduler scheduler = LoopScheduler.ofCurrentLoop();
            mayPoll.complete(scheduler.mayPoll());
            scheduler.polled();
        });
        assertThat(mayPoll.get(60, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void callsThatKeepComputingAreBetterOffElsewhere() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        assertThat(threads.areFree()).isTrue();
        while (threads.areFree() && System.nanoTime() - end < 0) {
            CountDownLatch over = new CountDownLatch(1);
            threads.call(() -> {
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
                while (System.nanoTime() - until < 0) {
                    Thread.onSpinWait();
                }
                over.countDown();
            });
            assertThat(await(over)).isTrue();
        }
        assertThat(threads.areFree()).isFalse();
    }

    @Test
    void callsFromManyThreadsAllRun() throws Exception {
        int each = 20_000;
        CountDownLatch over = new CountDownLatch(4 * each);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            callers.execute(() -> {
                for (int call = 0; call < each; call++) {
                    threads.call(over::countDown);
                }
            });
        }
        assertThat(await(over)).isTrue();
        callers.shutdownNow();
    }

    @Test
    void whatBlocksAtTheCloseGoesOn() {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        AtomicBoolean go = new AtomicBoolean();
        CompletableFuture<Thread> call = new CompletableFuture<>();
        threads.call(() -> {
            call.complete(Thread.currentThread());
            waiting.countDown();
            while (!go.get()) {
                LockSupport.park();
            }
            over.countDown();
        });
        assertThat(await(waiting)).isTrue();
        threads.close();
        go.set(true);
        LockSupport.unpark(call.join());
        assertThat(await(over)).isTrue();
    }
}
