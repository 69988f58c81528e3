package dev.effe.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Ended;
import dev.effe.server.kit.Soon;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dispatcher whose function is replaced: it finishes what it has, and hands on what comes. */
class RetirementTest {

    private static final int ROUNDS = 200;
    private static final int SENDERS = 4;
    private static final int EACH = 20;

    private final DispatchTester old = DispatchTester.threaded(1, 2);
    private final DispatchTester next = DispatchTester.threaded(1, 2);
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    @AfterEach
    void end() {
        Ended.threadsOf(old.threads);
        Ended.threadsOf(next.threads);
    }

    private void send(DispatchTester to, String id) {
        AtomicReference<Invocation> sent = new AtomicReference<>();
        sent.set(new Invocation(TestCalls.request(id), TestCalls.response(id), outcome -> {
            assertThat(outcomes.put(id, outcome)).isNull();
            sent.get().flushed();
        }));
        to.dispatcher.dispatch(sent.get());
    }

    private void succeeded(String... ids) {
        Soon.await().untilAsserted(() -> assertThat(outcomes).containsKeys(ids));
        assertThat(outcomes.values()).containsOnly(Outcome.SUCCEEDED);
    }

    @Test
    void servesWhatRunsAndWhatWaitsAndHandsOnTheRest() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        old.onRun("a", goOn::await);
        send(old, "a");
        send(old, "b");
        old.awaitEvent("run a in 1");
        old.dispatcher.retire(() -> next.dispatcher);
        assertThat(old.dispatcher.isOver()).isFalse();
        assertThat(old.admission).hasToString("(running=1/1, queued=1/2)");
        send(old, "c");
        succeeded("c");
        goOn.countDown();
        succeeded("a", "b", "c");
        Soon.await().until(old.dispatcher::isOver);
        assertThat(old.dispatcher.isOver()).isTrue();
        assertThat(old.admission).hasToString("(running=0/1, queued=0/2)");
        send(old, "d");
        succeeded("a", "b", "c", "d");
        assertThat(old.events).contains("run a in 1", "run b in 1").doesNotContain("run c in 1", "run d in 1");
        assertThat(next.events).contains("run c in 1", "run d in 1");
    }

    @Test
    void isNotOverUnlessItIsRetired() {
        assertThat(old.dispatcher.isOver()).isFalse();
        send(old, "a");
        succeeded("a");
    }

    @Test
    void withoutASuccessorTheAnswerIs404() {
        old.dispatcher.retire(() -> null);
        send(old, "a");
        assertThat(((Outcome.Failed) outcomes.get("a")).meant().status()).isEqualTo(404);
    }

    @Test
    void aFullQueueRefusesStillUnlessItIsRetired() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        old.onRun("a", goOn::await);
        for (String id : List.of("a", "b", "c", "d")) {
            send(old, id);
        }
        assertThat(outcomes.get("d")).isInstanceOf(Outcome.Rejected.class);
        old.dispatcher.retire(() -> next.dispatcher);
        send(old, "e");
        Soon.await().untilAsserted(() -> assertThat(outcomes.get("e")).isSameAs(Outcome.SUCCEEDED));
        goOn.countDown();
        Soon.await().until(old.dispatcher::isOver);
    }

    /** Once it is over its pool may be closed: whatever comes at the same moment is served by one or the other. */
    @Test
    void whateverComesAtTheMomentOfTheEndIsServed() throws Exception {
        AtomicInteger late = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            DispatchTester leaving = DispatchTester.threaded(SENDERS * EACH, SENDERS * EACH);
            DispatchTester coming = DispatchTester.threaded(SENDERS * EACH, SENDERS * EACH);
            leaving.onEachRun(() -> late.addAndGet(leaving.admission.running() == 0 ? 1 : 0));
            CountDownLatch go = new CountDownLatch(1);
            int number = round;
            List<Thread> senders = IntStream.range(0, SENDERS)
                    .mapToObj(sender -> new Thread(() -> {
                        await(go);
                        for (int i = 0; i < EACH; i++) {
                            send(leaving, number + "-" + sender + "-" + i);
                        }
                    }))
                    .toList();
            senders.forEach(Thread::start);
            go.countDown();
            leaving.dispatcher.retire(() -> coming.dispatcher);
            while (!leaving.dispatcher.isOver()) {
                Thread.onSpinWait();
            }
            leaving.pool.close(DispatchTester.STOP_TIMEOUT);
            for (Thread sender : senders) {
                sender.join();
            }
            int sent = (round + 1) * SENDERS * EACH;
            Soon.await().until(() -> outcomes.size() == sent);
            Ended.threadsOf(leaving.threads);
            Ended.threadsOf(coming.threads);
        }
        assertThat(outcomes.values()).containsOnly(Outcome.SUCCEEDED);
        assertThat(late).hasValue(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The call that an answer lets begin may be of another function: that one runs it, not the one whose worker is free. */
    @Test
    void aHandoverToAnotherFunctionIsRunByThatOne() {
        DispatchTester one = DispatchTester.manual(1, 0);
        DispatchTester other = DispatchTester.manual(1, 0);
        one.onAnswer("a", () -> send(other, "b"));
        one.dispatch("a").flushed();
        one.work();
        other.work();
        assertThat(one.events).containsExactly("start 1", "run a in 1", "a SUCCEEDED");
        assertThat(other.events).containsExactly("start 1", "run b in 1");
        assertThat(outcomes).containsEntry("b", Outcome.SUCCEEDED);
    }
}
