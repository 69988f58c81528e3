package dev.effe.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(5);

    private final FakeTicker ticker = new FakeTicker();

    private Admission admission(int maxRunning, int maxQueue) {
        return new Admission(maxRunning, maxQueue, QUEUE_TIMEOUT, ticker);
    }

    private static Permit admit(Admission admission) {
        Permit permit = admission.tryAdmit();
        assertThat(permit).as("a permit of %s", admission).isNotNull();
        return permit;
    }

    @Test
    void asManyRunAsThereAreSlots() {
        Admission admission = admission(2, 1);
        assertThat(admit(admission).holdsSlot()).isTrue();
        assertThat(admit(admission).holdsSlot()).isTrue();
        assertThat(admit(admission).holdsSlot()).isFalse();
        assertThat(admission).hasToString("(running=2/2, queued=1/1)");
    }

    @Test
    void refusesWhatIsBeyondTheQueue() {
        Admission admission = admission(1, 2);
        for (int i = 0; i < 3; i++) {
            admit(admission);
        }
        assertThat(admission.tryAdmit()).isNull();
        assertThat(admission.permits()).isEqualTo(3);
    }

    @Test
    void withoutAQueueItRefusesWhenAllSlotsAreTaken() {
        Admission admission = admission(1, 0);
        Permit permit = admit(admission);
        assertThat(admission.tryAdmit()).isNull();

        assertThat(permit.endRun()).isNull();
        assertThat(admit(admission).holdsSlot()).isTrue();
    }

    @Test
    void aSlotGoesToWhoeverWaitsLongest() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 2)) {
            for (String id : List.of("a", "b", "c", "d")) {
                tester.dispatch(id);
            }
            tester.work();
            assertThat(tester.events)
                    .containsExactly(
                            "d OVERLOADED",
                            "start 1",
                            "run a in 1",
                            "a SUCCEEDED",
                            "run b in 1",
                            "b SUCCEEDED",
                            "run c in 1",
                            "c SUCCEEDED");
        }
    }

    @Test
    void whoeverComesWhileOthersWaitWaitsBehindThem() {
        Admission admission = admission(1, 5);
        Permit first = admit(admission);
        admit(admission); // In the queue, and not yet standing there.
        assertThat(first.endRun()).isNull();

        assertThat(admit(admission).holdsSlot()).isFalse();
    }

    @Test
    void aSlotFreedJustBeforeTheStandInTheQueueIsFoundThere() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 5)) {
            Admission admission = tester.admission;
            Permit first = admit(admission);
            Permit second = admit(admission);
            Invocation waiting = new Invocation(TestCalls.request("b"), TestCalls.response("b"), outcome -> {});
            waiting.dispatched(tester.dispatcher, tester.ticker.nanos());
            waiting.admitted(second);
            assertThat(first.endRun()).isNull();

            assertThat(admission.enqueue(waiting)).isSameAs(waiting);
            assertThat(second.holdsSlot()).isTrue();
            assertThat(admission).hasToString("(running=1/1, queued=0/5)");
        }
    }

    @Test
    void whoWaitsTooLongIsRefusedAndHisStandIsFree() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 1)) {
            tester.dispatch("a");
            tester.dispatch("b");
            tester.pass(DispatchTester.QUEUE_TIMEOUT.minusNanos(1));
            assertThat(tester.events).isEmpty();
            tester.pass(Duration.ofNanos(1));
            assertThat(tester.events).containsExactly("b QUEUE_TIMED_OUT");

            tester.dispatch("c");
            assertThat(tester.admission).hasToString("(running=1/1, queued=1/1)");
            tester.work();
            assertThat(tester.events)
                    .containsExactly(
                            "b QUEUE_TIMED_OUT", "start 1", "run a in 1", "a SUCCEEDED", "run c in 1", "c SUCCEEDED");
            tester.awaitQuiet();
        }
    }

    private static final Duration TARGET = QUEUE_TIMEOUT.dividedBy(20);

    /** Lets each call take so long, and as many come with each of the first calls. */
    private static void load(DispatchTester tester, Duration each, int calls, int comeWithEach, List<Long> waits) {
        AtomicInteger served = new AtomicInteger();
        tester.onEachRun(() -> {
            tester.pass(each);
            for (int i = 0; i < comeWithEach && served.get() < calls; i++) {
                String id = served.get() + "-" + i;
                long came = tester.ticker.nanos();
                tester.onRun(id, () -> waits.add(tester.ticker.nanos() - came));
                tester.dispatch(id);
            }
            served.incrementAndGet();
        });
    }

    private static long count(DispatchTester tester, Outcome.Rejection reason) {
        return tester.outcomes.values().stream()
                .filter(outcome -> outcome instanceof Outcome.Rejected rejected && rejected.reason() == reason)
                .count();
    }

    @Test
    void aBurstThatDrainsWithinTheTargetIsServedWhole() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 1000)) {
            tester.onEachRun(() -> tester.pass(TARGET.dividedBy(100)));
            for (int burst = 0; burst < 3; burst++) {
                for (int i = 0; i < 100; i++) {
                    tester.dispatch(burst + "-" + i);
                }
                tester.work();
                assertThat(tester.admission).hasToString("(running=0/1, queued=0/1000)");
            }
            assertThat(tester.outcomes)
                    .hasSize(300)
                    .allSatisfy((id, outcome) -> assertThat(outcome).as(id).isSameAs(Outcome.SUCCEEDED));
        }
    }

    /** However slow the function is: nobody is refused but those for whom the queue has no place. */
    @Test
    void aBurstThatFitsTheQueueIsServedWhole() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 19)) {
            tester.onEachRun(() -> tester.pass(QUEUE_TIMEOUT.dividedBy(20)));
            for (int i = 0; i < 30; i++) {
                tester.dispatch("a" + i);
            }
            tester.work();
            assertThat(count(tester, Outcome.Rejection.OVERLOADED)).isEqualTo(10);
            assertThat(tester.outcomes.values())
                    .filteredOn(outcome -> outcome == Outcome.SUCCEEDED)
                    .hasSize(20);
        }
    }

    /** Each of many clients sends its next request when it has its answer: the queue stands, and nobody is refused. */
    @Test
    void clientsThatWaitForTheirAnswersAreServed() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 1000)) {
            List<Long> waits = new ArrayList<>();
            load(tester, TARGET.dividedBy(2), 300, 1, waits);
            for (int i = 0; i < 30; i++) {
                tester.dispatch("first " + i);
            }
            tester.work();
            assertThat(waits).hasSize(300).anyMatch(wait -> wait > 10 * TARGET.toNanos());
            assertThat(tester.outcomes.values()).hasSize(330).containsOnly(Outcome.SUCCEEDED);
        }
    }

    /** Five times as much as can be served: whoever is served has waited for about the target. */
    @Test
    void underOverloadTheWaitStaysNearTheTarget() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 100)) {
            List<Long> waits = new ArrayList<>();
            load(tester, TARGET.dividedBy(10), 1000, 5, waits);
            tester.dispatch("first");
            tester.work();

            assertThat(waits).hasSizeGreaterThan(950).allMatch(wait -> wait <= 3 * TARGET.toNanos());
            assertThat(waits.subList(100, 900))
                    .allMatch(wait -> wait >= TARGET.toNanos() / 2 && wait <= TARGET.toNanos() * 5 / 4);
            assertThat(count(tester, Outcome.Rejection.QUEUE_TIMED_OUT))
                    .as("all but those of the beginning are refused at once")
                    .isLessThan(100);
            assertThat(count(tester, Outcome.Rejection.OVERLOADED)).isGreaterThan(3000);
            tester.awaitQuiet();
        }
    }

    /** As 20 contexts have it; a thousand of the backlog are refused at once. */
    @Test
    void manyThatAreRefusedDoNotMakeTheQueueLookFast() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(20, 1000)) {
            List<Long> waits = new ArrayList<>();
            load(tester, TARGET.dividedBy(50), 3000, 5, waits);
            for (int i = 0; i < 1000; i++) {
                tester.dispatch("burst " + i);
            }
            tester.work();
            assertThat(waits.subList(500, 2500))
                    .allMatch(wait -> wait >= TARGET.toNanos() / 2 && wait <= TARGET.toNanos() * 3 / 2);
            tester.awaitQuiet();
        }
    }

    /** The queue is too long to be full: those whose time in it is over tell that more comes than can be served. */
    @Test
    void anOverloadIsNoticedWhereTheQueueIsNeverFull() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 1_000_000)) {
            List<Long> waits = new ArrayList<>();
            load(tester, TARGET.dividedBy(10), 2000, 5, waits);
            tester.dispatch("first");
            tester.work();
            assertThat(waits.subList(1000, 1900)).allMatch(wait -> wait <= TARGET.toNanos() * 5 / 4);
            tester.awaitQuiet();
        }
    }

    @Test
    void afterTheOverloadNobodyIsRefused() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 1000)) {
            load(tester, TARGET.dividedBy(10), 400, 5, new ArrayList<>());
            tester.dispatch("first");
            tester.work();
            assertThat(count(tester, Outcome.Rejection.OVERLOADED)).isPositive();
            tester.outcomes.keySet().removeIf(id -> !id.isEmpty());
            tester.heard.clear();

            tester.onEachRun(() -> tester.pass(TARGET.dividedBy(10)));
            for (int i = 0; i < 10; i++) {
                tester.dispatch("after " + i);
            }
            tester.work();
            assertThat(tester.outcomes.values()).hasSize(10).containsOnly(Outcome.SUCCEEDED);
        }
    }

    @Test
    void aFunctionSlowerThanTheTargetIsNeverWithoutOneThatWaits() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 1000)) {
            List<Long> waits = new ArrayList<>();
            load(tester, TARGET.multipliedBy(4), 30, 5, waits);
            tester.dispatch("first");
            tester.work();
            assertThat(waits).hasSizeGreaterThanOrEqualTo(30).allMatch(wait -> wait <= QUEUE_TIMEOUT.toNanos());
            tester.awaitQuiet();
        }
    }

    @Test
    void whoWaitedForOneThatHungIsServedWhenItGoesOn() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(1, 1000)) {
            for (int i = 0; i < 50; i++) {
                tester.dispatch("a" + i);
            }
            tester.pass(QUEUE_TIMEOUT.minusNanos(1));
            tester.work();
            assertThat(tester.outcomes)
                    .hasSize(50)
                    .allSatisfy((id, outcome) -> assertThat(outcome).as(id).isSameAs(Outcome.SUCCEEDED));
        }
    }

    @Test
    void aSlotIsGivenBackOnceAndAPlaceToo() {
        Admission admission = admission(2, 0);
        Permit permit = admit(admission);
        admit(admission);
        permit.endRun();
        permit.endRun();
        permit.close();
        permit.close();

        assertThat(admission.running()).isEqualTo(1);
        assertThat(admission.permits()).isEqualTo(1);
    }

    @Test
    void aPlaceIsHeldWhenTheRunIsOver() {
        Admission admission = admission(1, 0);
        Permit permit = admit(admission);
        permit.endRun();
        assertThat(admission.permits()).isEqualTo(1);
        permit.close();
        assertThat(admission.permits()).isZero();
    }

    @Test
    void theLimitsHoldHoweverManyComeAtOnce() throws Exception {
        try (DispatchTester tester = DispatchTester.manual(3, 4)) {
            Admission admission = tester.admission;
            AtomicInteger running = new AtomicInteger();
            AtomicInteger mostRunning = new AtomicInteger();
            AtomicInteger mostQueued = new AtomicInteger();
            AtomicInteger served = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            List<Future<?>> users = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                users.add(tester.threads.submit(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        Permit permit = admission.tryAdmit();
                        mostQueued.accumulateAndGet(admission.queued(), Math::max);
                        if (permit == null) {
                            refused.incrementAndGet();
                            continue;
                        }
                        Invocation invocation =
                                new Invocation(TestCalls.request(""), TestCalls.response(""), outcome -> {});
                        invocation.dispatched(tester.dispatcher, 0);
                        invocation.admitted(permit);
                        Invocation next = permit.holdsSlot() ? invocation : admission.enqueue(invocation);
                        while (next != null) {
                            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
                            Thread.yield();
                            served.incrementAndGet();
                            running.decrementAndGet();
                            next = next.permit().endRun();
                        }
                        permit.close();
                    }
                }));
            }
            for (Future<?> user : users) {
                user.get(60, TimeUnit.SECONDS);
            }
            assertThat(mostRunning.get()).isBetween(1, 3);
            assertThat(mostQueued.get()).isLessThanOrEqualTo(4);
            assertThat(served.get() + refused.get()).isEqualTo(160_000);
            assertThat(admission).hasToString("(running=0/3, queued=0/4)");
            assertThat(admission.permits()).isZero();
        }
    }
}
