package dev.effe.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.kit.Soon;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShortCallsTest {

    private static final int TICKS_OF_A_SECOND = 125;

    private final CountDownLatch held = new CountDownLatch(1);
    /** Threads that run when the test says so. */
    private final Queue<Runnable> threads = new ArrayDeque<>();

    private final List<String> made = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        held.countDown();
    }

    private void hold() {
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Runnable call(String name) {
        return () -> made.add(name);
    }

    @Test
    void oneThreadMakesAllThatAreReadyInTheirOrder() {
        ShortCalls calls = new ShortCalls(threads::add, 1);
        calls.execute(call("a"));
        calls.execute(call("b"));
        calls.execute(call("c"));
        assertThat(threads).hasSize(1);
        threads.remove().run();
        assertThat(made).containsExactly("a", "b", "c");
        calls.execute(call("d"));
        threads.remove().run();
        assertThat(made).containsExactly("a", "b", "c", "d");
        assertThat(calls.isIdle()).isTrue();
    }

    @Test
    void aCallThatComesWhileOneIsMadeIsMadeBehindIt() {
        ShortCalls calls = new ShortCalls(threads::add, 1);
        calls.execute(() -> calls.execute(call("behind")));
        threads.remove().run();
        assertThat(made).containsExactly("behind");
        assertThat(threads).isEmpty();
    }

    @Test
    void asManyThreadsAsMayAtOnce() {
        ShortCalls calls = new ShortCalls(threads::add, 2);
        for (int i = 0; i < 10; i++) {
            calls.execute(call("call"));
        }
        assertThat(threads).hasSize(2);
    }

    private Executor workers() {
        return task -> new WorkerThread(task, "worker").start();
    }

    @Test
    void callsBehindOneThatWaitsGetThreadsOfTheirOwn() {
        ShortCalls calls = new ShortCalls(workers(), 1);
        calls.execute(this::hold);
        calls.execute(call("behind"));
        calls.execute(call("and behind"));
        Soon.await().until(() -> {
            calls.tick();
            return made.size() == 2;
        });
        calls.execute(call("later"));
        Soon.await().until(() -> made.contains("later"));
    }

    @Test
    void callsBehindOneThatComputesGetThreadsOfTheirOwn() {
        ShortCalls calls = new ShortCalls(workers(), 1);
        calls.execute(() -> {
            while (held.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        calls.execute(call("behind"));
        Soon.await().until(() -> {
            calls.tick();
            return made.contains("behind");
        });
    }

    /** As on a busy machine, where it does not get a processor. */
    @Test
    void callsBehindAThreadThatHasNotBegunWaitForIt() {
        ShortCalls calls = new ShortCalls(threads::add, 1);
        calls.execute(call("a"));
        calls.execute(call("b"));
        for (int i = 0; i < 10; i++) {
            calls.tick();
        }
        assertThat(threads).hasSize(1);
        threads.remove().run();
        assertThat(made).containsExactly("a", "b");
    }

    @Test
    void theyAreMadeTogetherAgainAfterASecond() {
        AtomicInteger begun = new AtomicInteger();
        ShortCalls calls = new ShortCalls(
                task -> {
                    begun.incrementAndGet();
                    workers().execute(task);
                },
                1);
        calls.execute(this::hold);
        calls.execute(call("behind"));
        Soon.await().until(() -> {
            calls.tick();
            return made.contains("behind");
        });
        assertThat(begun).hasValue(2);
        for (int i = 0; i < TICKS_OF_A_SECOND; i++) {
            calls.tick();
        }
        CountDownLatch both = new CountDownLatch(1);
        calls.execute(() -> await(both));
        calls.execute(call("later"));
        assertThat(begun).as("one for both").hasValue(3);
        both.countDown();
        Soon.await().until(() -> made.contains("later"));
    }

    @Test
    void aCallThatThrowsEndsItsThreadAndNotThoseBehindIt() {
        ShortCalls calls = new ShortCalls(threads::add, 1);
        calls.execute(() -> {
            throw new IllegalStateException("of a call");
        });
        calls.execute(call("behind"));
        assertThatThrownBy(() -> threads.remove().run()).hasMessage("of a call");
        threads.remove().run();
        assertThat(made).containsExactly("behind");
    }

    @Test
    void withoutAThreadACallIsRefused() {
        ShortCalls calls = new ShortCalls(
                task -> {
                    throw new RejectedExecutionException("no thread");
                },
                1);
        assertThatThrownBy(() -> calls.execute(call("never"))).hasMessage("no thread");
        assertThat(calls.isIdle()).isTrue();
    }

    /** An event loop that is told of an answer each time would be woken each time. */
    @Test
    void answersAreToldTogether() throws InterruptedException {
        AtomicInteger woken = new AtomicInteger();
        Executor loop = task -> woken.incrementAndGet();
        List<Boolean> spared = new ArrayList<>();
        ShortCalls calls = new ShortCalls(threads::add, 1);
        for (int i = 0; i < 40; i++) {
            calls.execute(() -> spared.add(answer(loop)));
        }
        runOnAWorker(threads.remove());
        assertThat(spared).hasSize(40);
        assertThat(spared.get(39)).as("the last one is told at once").isFalse();
        assertThat(spared.stream().filter(each -> !each)).hasSize(3);
        assertThat(woken).hasValue(0);
    }

    private static void runOnAWorker(Runnable task) throws InterruptedException {
        Thread worker = new WorkerThread(task, "worker");
        worker.start();
        worker.join();
    }

    private static boolean answer(Executor loop) {
        CallServer server = CallServer.sparing(loop);
        if (server != null) {
            server.leftUntold(loop);
        }
        return server != null;
    }

    @Test
    void anAnswerBeforeACallThatIsHeldUpIsToldByTheWatch() {
        AtomicInteger woken = new AtomicInteger();
        ShortCalls calls = new ShortCalls(threads::add, 1);
        calls.execute(() -> assertThat(answer(task -> woken.incrementAndGet())).isTrue());
        calls.execute(this::hold);
        new WorkerThread(threads.remove(), "worker").start();
        Soon.await().until(() -> {
            calls.tick();
            return woken.get() == 1;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answersToAnotherLoopAreToldToo() throws InterruptedException {
        AtomicInteger woken = new AtomicInteger();
        Executor first = task -> woken.incrementAndGet();
        ShortCalls calls = new ShortCalls(threads::add, 1);
        calls.execute(() -> answer(first));
        calls.execute(() -> answer(task -> {}));
        runOnAWorker(threads.remove());
        assertThat(woken).hasValue(1);
    }
}
