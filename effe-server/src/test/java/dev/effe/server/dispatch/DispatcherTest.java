package dev.effe.server.dispatch;

import static dev.effe.server.dispatch.DispatchTester.CHECK;
import static dev.effe.server.dispatch.DispatchTester.START_TIMEOUT;
import static dev.effe.server.dispatch.DispatchTester.STOP_TIMEOUT;
import static dev.effe.server.dispatch.DispatchTester.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome.Failed;
import dev.effe.server.dispatch.Outcome.Rejected;
import dev.effe.server.dispatch.Outcome.Rejection;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.Hang;
import dev.effe.server.kit.Soon;
import dev.effe.server.log.CallLog;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PoolLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private DispatchTester tester = DispatchTester.manual(1, 5);

    private void use(DispatchTester other) throws InterruptedException {
        tester.close();
        tester = other;
    }

    @AfterEach
    void everythingEnds() throws InterruptedException {
        tester.work();
        tester.awaitQuiet();
        tester.close();
    }

    private void throwsIn(String id, Throwable failure) {
        tester.onRun(id, () -> {
            throw failure;
        });
    }

    // The end of run is the outcome.

    @Test
    void aRunThatReturnsSucceeds() {
        assertThat(tester.answer("a")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.answer("b")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.events).containsExactly("start 1", "run a in 1", "a SUCCEEDED", "run b in 1", "b SUCCEEDED");
    }

    @Test
    void aStatusExceptionIsAnAnswerAndKeepsTheContext() {
        StatusException meant = new StatusException(400, "invalid password");
        throwsIn("a", meant);
        assertThat(tester.answer("a")).isEqualTo(new Failed(meant));
        tester.answer("b");
        assertThat(tester.events)
                .containsExactly("start 1", "run a in 1", "reusable 1", "a FAILED", "run b in 1", "b SUCCEEDED");
    }

    @Test
    void anExceptionCostsTheContextAfterTheAnswer() {
        IllegalStateException failure = new IllegalStateException("meant by the test");
        throwsIn("a", failure);
        assertThat(tester.answer("a")).isEqualTo(new Failed(failure));
        tester.answer("b");
        assertThat(tester.events)
                .containsExactly(
                        "start 1",
                        "run a in 1",
                        "reusable 1",
                        "a FAILED",
                        "stop 1",
                        "start 2",
                        "run b in 2",
                        "b SUCCEEDED");
    }

    @Test
    void anErrorOfTheVirtualMachineOrOfLinkingCostsTheContextUnasked() {
        List<Error> errors =
                List.of(new StackOverflowError("1"), new OutOfMemoryError("2"), new NoClassDefFoundError("3"));
        for (Error error : errors) {
            throwsIn(String.valueOf(error.getMessage()), error);
            assertThat(tester.answer(String.valueOf(error.getMessage()))).isEqualTo(new Failed(error));
        }
        assertThat(tester.events)
                .containsExactly(
                        "start 1",
                        "run 1 in 1",
                        "1 FAILED",
                        "stop 1",
                        "start 2",
                        "run 2 in 2",
                        "2 FAILED",
                        "stop 2",
                        "start 3",
                        "run 3 in 3",
                        "3 FAILED",
                        "stop 3");
    }

    @Test
    void aReusableThatThrowsCostsTheContext() {
        throwsIn("a", new StatusException(400, "meant by the test"));
        tester.onReusable(() -> {
            throw new StackOverflowError("meant by the test");
        });
        assertThat(tester.answer("a")).isInstanceOf(Failed.class);
        assertThat(tester.events).containsExactly("start 1", "run a in 1", "reusable 1", "a FAILED", "stop 1");
    }

    @Test
    void theRequestIdIsInTheLogWhileTheFunctionRuns() {
        AtomicReference<Object> id = new AtomicReference<>();
        tester.onRun("a", () -> id.set(CallLog.currentId()));
        tester.answer("a");
        assertThat(id).hasValue("a");
        assertThat(CallLog.currentId()).isNull();
    }

    @Test
    void theNextCallOnAWorkerDoesNotSeeWhatWasLeftThere() throws Exception {
        use(DispatchTester.threaded(1, 1));
        ThreadLocal<String> left = ThreadLocal.withInitial(() -> "nothing");
        AtomicReference<String> found = new AtomicReference<>();
        List<Thread> workers = new CopyOnWriteArrayList<>();
        Hang run = new Hang();
        tester.onRun("a", () -> {
            run.hang();
            left.set("something");
            workers.add(Thread.currentThread());
        });
        tester.onRun("b", () -> {
            found.set(left.get());
            workers.add(Thread.currentThread());
        });
        tester.dispatch("a");
        run.awaitEntered();
        tester.dispatch("b");
        run.end();
        assertThat(tester.awaitOutcome("b")).isSameAs(Outcome.SUCCEEDED);
        assertThat(workers.get(0)).isSameAs(workers.get(1));
        assertThat(found).hasValue("nothing");
    }

    // Clients that go.

    @Test
    void whoGoesWhileItWaitsLeavesTheQueueAtOnce() throws Exception {
        use(DispatchTester.manual(1, 1));
        tester.dispatch("a");
        Invocation gone = tester.dispatch("b");
        gone.clientGone();
        gone.clientGone();
        assertThat(tester.admission).hasToString("(running=1/1, queued=0/1)");
        tester.dispatch("c");
        tester.work();
        assertThat(tester.events)
                .containsExactly("b ABANDONED", "start 1", "run a in 1", "a SUCCEEDED", "run c in 1", "c SUCCEEDED");
    }

    @Test
    void whoGoesBeforeAWorkerTakesItIsNotRun() {
        tester.dispatch("a").clientGone();
        tester.work();
        assertThat(tester.events).containsExactly("a ABANDONED");
    }

    @Test
    void whoGoesDuringItsStartIsNotRun() {
        AtomicReference<Invocation> gone = new AtomicReference<>();
        tester.nextStart(() -> gone.get().clientGone());
        gone.set(tester.dispatch("a"));
        tester.work();
        assertThat(tester.events).containsExactly("start 1", "a ABANDONED");
        tester.answer("b");
        assertThat(tester.events).endsWith("run b in 1", "b SUCCEEDED");
    }

    @Test
    void whoGoesDuringOrAfterItsRunChangesNothing() {
        AtomicReference<Invocation> gone = new AtomicReference<>();
        tester.onRun("a", () -> gone.get().clientGone());
        gone.set(tester.dispatch("a"));
        tester.work();
        gone.get().clientGone();
        assertThat(tester.events).containsExactly("start 1", "run a in 1", "a SUCCEEDED");
    }

    @Test
    void whoGoesWhenItWasRefusedChangesNothing() throws Exception {
        use(DispatchTester.manual(1, 0));
        tester.dispatch("a");
        tester.dispatch("b").clientGone();
        tester.work();
        assertThat(tester.events).containsExactly("b OVERLOADED", "start 1", "run a in 1", "a SUCCEEDED");
    }

    // The order of things.

    @Test
    void contextAndSlotAreBackBeforeTheAnswerLeaves() {
        List<Object> seen = new ArrayList<>();
        tester.onAnswer("a", () -> {
            seen.add(tester.pool.stats().idle());
            seen.add(tester.admission.running());
            seen.add(tester.admission.permits());
        });
        tester.dispatch("a");
        tester.work();
        assertThat(seen).containsExactly(1, 0, 1);
    }

    @Test
    void anAnswerDoesNotWaitForASlowStop() throws Exception {
        use(DispatchTester.threaded(1, 5));
        Hang stop = new Hang();
        tester.nextStop(stop::hang);
        throwsIn("a", new IllegalStateException("meant by the test"));
        tester.dispatch("a");

        assertThat(tester.awaitOutcome("a")).isInstanceOf(Failed.class);
        stop.awaitEntered().end();
    }

    @Test
    void aWorkerThatFinishesServesTheNextItself() {
        AtomicReference<Integer> tasks = new AtomicReference<>();
        tester.onRun("b", () -> tasks.set(tester.tasks()));
        tester.dispatch("a");
        tester.dispatch("b");
        assertThat(tester.tasks()).isEqualTo(1);
        tester.work();
        assertThat(tasks).hasValue(0);
        assertThat(tester.events).containsExactly("start 1", "run a in 1", "a SUCCEEDED", "run b in 1", "b SUCCEEDED");
    }

    @Test
    void thePermitIsHeldUntilTheResponseIsFlushed() {
        Invocation invocation = tester.dispatch("a");
        tester.work();
        assertThat(tester.admission.permits()).isEqualTo(1);
        invocation.flushed();
        invocation.flushed();
        assertThat(tester.admission.permits()).isZero();
    }

    @Test
    void aRefusedInvocationHoldsNoPermit() throws Exception {
        use(DispatchTester.manual(1, 0));
        tester.dispatch("a");
        Invocation refused = tester.dispatch("b");
        refused.flushed();

        assertThat(tester.outcomes).containsEntry("b", new Rejected(Rejection.OVERLOADED, Duration.ofSeconds(1)));
        assertThat(tester.admission.permits()).isEqualTo(1);
    }

    // Deadlines.

    @Test
    void whatIsQueuedAtItsDeadlineIsNotRun() {
        tester.dispatch("a");
        tester.dispatch("b");
        tester.ticker.advance(TIMEOUT);
        tester.dispatcher.expiries().expireDue();
        assertThat(tester.events).containsExactly("a TIMED_OUT", "b TIMED_OUT");
        assertThat(tester.admission.queued()).isZero();

        tester.work();
        assertThat(tester.events).containsExactly("a TIMED_OUT", "b TIMED_OUT");
    }

    @Test
    void aDeadlineDuringTheStartLeavesTheContextToTheNext() throws Exception {
        use(DispatchTester.threaded(1, 5));
        Hang start = new Hang();
        tester.nextStart(start::hang);
        tester.pass(Duration.ofSeconds(1));
        tester.dispatch("a");
        start.awaitEntered();
        tester.ticker.advance(TIMEOUT);
        tester.dispatcher.expiries().expireDue();
        assertThat(tester.events).containsExactly("start 1", "a TIMED_OUT");
        assertThat(tester.admission.running()).isEqualTo(1);

        start.end();
        Soon.await().until(() -> tester.pool.stats().idle() == 1);
        tester.dispatch("b");
        tester.awaitOutcome("b");
        assertThat(start.interrupts()).isZero();
        assertThat(tester.events).containsExactly("start 1", "a TIMED_OUT", "run b in 1", "b SUCCEEDED");
    }

    @Test
    void aDeadlineDuringTheWaitForAPlaceIsATimeout() throws Exception {
        use(DispatchTester.threaded(1, 5));
        Hang stop = new Hang();
        tester.nextStop(stop::hang);
        throwsIn("a", new IllegalStateException("meant by the test"));
        tester.dispatch("a");
        stop.awaitEntered();
        tester.dispatch("b");
        Soon.await().until(() -> tester.pool.stats().waiting() == 1);
        tester.ticker.advance(TIMEOUT);
        tester.dispatcher.expiries().expireDue();
        assertThat(tester.outcomes).containsEntry("b", Outcome.TIMED_OUT);

        stop.end();
        tester.dispatch("c");
        tester.awaitOutcome("c");
        assertThat(tester.events).doesNotContain("run b in 2");
    }

    @Test
    void aRunPastItsDeadlineIsInterruptedAndItsContextReplaced() throws Exception {
        use(DispatchTester.threaded(1, 5));
        Hang run = new Hang();
        tester.onRun("a", run::hang);
        tester.dispatch("a");
        run.awaitEntered();
        tester.ticker.advance(TIMEOUT.minusNanos(1));
        tester.dispatcher.expiries().expireDue();
        assertThat(tester.outcomes).isEmpty();
        assertThat(run.interrupts()).isZero();

        tester.ticker.advance(Duration.ofNanos(1));
        tester.dispatcher.expiries().expireDue();
        Soon.await().until(() -> run.interrupts() == 1);
        assertThat(tester.outcomes).containsEntry("a", Outcome.TIMED_OUT);
        tester.dispatch("c");
        assertThat(tester.awaitOutcome("c")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.events).doesNotContain("stop 1").contains("run c in 2");
        assertThat(tester.pool.stats().overdue()).isEqualTo(1);

        run.end();
        tester.awaitEvent("stop 1");
        assertThat(run.interrupts()).isEqualTo(1);
    }

    @Test
    void theSlotOfAStuckRunGoesToWhoeverWaits() throws Exception {
        use(DispatchTester.threaded(1, 5));
        Hang run = new Hang();
        tester.onRun("a", run::hang);
        tester.dispatch("a");
        run.awaitEntered();
        tester.pass(TIMEOUT.minusSeconds(1));
        tester.dispatch("b");
        tester.pass(Duration.ofSeconds(1));

        assertThat(tester.awaitOutcome("b")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.events).contains("run b in 2").doesNotContain("stop 1");
        run.end();
        tester.awaitEvent("stop 1");
    }

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Test
    void whoeverWaitsInTheQueueLongerThanHisCallerIsNotRun() throws Exception {
        use(DispatchTester.manual(1, 5));
        tester.dispatch("a");
        tester.dispatch("b", PATIENCE);
        tester.dispatch("c", Duration.ofMillis(500));
        tester.pass(PATIENCE.minusNanos(1));
        assertThat(tester.events).containsExactly("c TIMED_OUT");
        tester.pass(Duration.ofNanos(1));
        assertThat(tester.events).containsExactly("c TIMED_OUT", "b TIMED_OUT");
        assertThat(tester.admission.queued()).isZero();

        tester.work();
        assertThat(tester.events).containsExactly("c TIMED_OUT", "b TIMED_OUT", "start 1", "run a in 1", "a SUCCEEDED");
        tester.awaitQuiet();
    }

    @Test
    void aCallerThatWaitsNoMoreIsAnsweredAtOnce() throws Exception {
        use(DispatchTester.manual(1, 5));
        tester.dispatch("a", Duration.ZERO).flushed();
        assertThat(tester.events).containsExactly("a TIMED_OUT");
        assertThat(tester.admission.permits()).isZero();
        tester.awaitQuiet();
    }

    @Test
    void aCallerCannotHaveMoreThanTimeout() throws Exception {
        use(DispatchTester.manual(1, 5));
        tester.dispatch("a", TIMEOUT.plusNanos(1));
        assertThat(tester.dispatcher.alarms().size()).isZero();
        tester.ticker.advance(TIMEOUT);
        tester.dispatcher.expiries().expireDue();
        assertThat(tester.events).containsExactly("a TIMED_OUT");
        tester.work();
        tester.awaitQuiet();
    }

    @Test
    void anAnswerInTimeStopsTheAlarm() throws Exception {
        use(DispatchTester.manual(1, 5));
        tester.dispatch("a", PATIENCE);
        tester.work();
        assertThat(tester.dispatcher.alarms().size()).isZero();
        tester.pass(PATIENCE);
        assertThat(tester.events).containsExactly("start 1", "run a in 1", "a SUCCEEDED");
    }

    @Test
    void aRunThatOutstaysItsCallerIsInterruptedAndKeepsItsContext() throws Exception {
        use(DispatchTester.threaded(1, 5));
        Hang run = new Hang();
        tester.onRun("a", run::hang);
        tester.dispatch("a", PATIENCE);
        run.awaitEntered();
        tester.pass(PATIENCE);
        assertThat(tester.outcomes).containsEntry("a", Outcome.TIMED_OUT);
        Soon.await().until(() -> run.interrupts() == 1);
        tester.dispatch("b");
        assertThat(tester.admission.queued()).isEqualTo(1);
        assertThat(tester.pool.stats().overdue()).isZero();

        run.end();
        assertThat(tester.awaitOutcome("b")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.events).contains("run b in 1").doesNotContain("stop 1", "start 2");
        tester.awaitQuiet();
    }

    @Test
    void aRunThatThrowsWhenItsCallerIsGoneCostsItsContext() throws Exception {
        use(DispatchTester.threaded(1, 5));
        CountDownLatch entered = new CountDownLatch(1);
        tester.onRun("a", () -> {
            entered.countDown();
            new CountDownLatch(1).await();
        });
        tester.dispatch("a", PATIENCE);
        entered.await();
        tester.pass(PATIENCE);
        tester.awaitEvent("stop 1");
        assertThat(tester.outcomes).containsEntry("a", Outcome.TIMED_OUT);
        tester.dispatch("b");
        assertThat(tester.awaitOutcome("b")).isSameAs(Outcome.SUCCEEDED);
        tester.awaitQuiet();
    }

    @Test
    void aRunThatOutstaysTimeoutTooIsStuck() throws Exception {
        use(DispatchTester.threaded(1, 5));
        Hang run = new Hang();
        tester.onRun("a", run::hang);
        tester.dispatch("a", PATIENCE);
        run.awaitEntered();
        tester.pass(PATIENCE);
        Soon.await().until(() -> run.interrupts() == 1);
        tester.pass(TIMEOUT.minus(PATIENCE).minusNanos(1));
        tester.dispatch("b");
        assertThat(tester.pool.stats().overdue()).isZero();
        tester.pass(Duration.ofNanos(1));
        Soon.await().until(() -> run.interrupts() == 2);

        assertThat(tester.pool.stats().overdue()).isEqualTo(1);
        assertThat(tester.awaitOutcome("b")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.events).contains("run b in 2").containsOnlyOnce("a TIMED_OUT");
        run.end();
        tester.awaitEvent("stop 1");
        tester.awaitQuiet();
    }

    @Test
    void aCutInterruptsARunThatOutstaysItsCaller() throws Exception {
        use(DispatchTester.threaded(1, 5));
        Hang run = new Hang();
        tester.onRun("a", run::hang);
        tester.dispatch("a", PATIENCE);
        run.awaitEntered();
        tester.pass(PATIENCE);
        Soon.await().until(() -> run.interrupts() == 1);
        tester.dispatcher.cut();
        Soon.await().until(() -> run.interrupts() == 2);
        run.end();
        tester.awaitQuiet();
    }

    @Test
    void tooManyStuckKeepTheirSlots() throws Exception {
        use(DispatchTester.threaded(1, 5));
        List<Hang> hangs = new ArrayList<>();
        for (String id : List.of("a", "b", "c")) {
            assertThat(tester.pool.isStuck()).isFalse();
            Hang run = new Hang();
            hangs.add(run);
            tester.onRun(id, run::hang);
            tester.dispatch(id);
            run.awaitEntered();
            tester.pass(TIMEOUT);
            assertThat(tester.outcomes).containsEntry(id, Outcome.TIMED_OUT);
        }
        assertThat(tester.pool.isStuck()).isTrue();
        assertThat(tester.admission.running()).isEqualTo(1);
        tester.dispatch("d");
        assertThat(tester.admission.queued()).isEqualTo(1);

        hangs.get(2).end();
        assertThat(tester.awaitOutcome("d")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.pool.isStuck()).isFalse();
        hangs.forEach(Hang::end);
    }

    /** Two of three that are stuck are replaced; when one of these returns, the third is replaced too. */
    @Test
    void whoeverWasOneTooManyGivesItsSlotUpWhenAnotherReturns() throws Exception {
        use(DispatchTester.threaded(1, 5));
        List<Hang> hangs = new ArrayList<>();
        for (String id : List.of("a", "b", "c")) {
            Hang run = new Hang();
            hangs.add(run);
            tester.onRun(id, run::hang);
            tester.dispatch(id);
            run.awaitEntered();
            tester.pass(TIMEOUT);
        }
        tester.dispatch("d");
        assertThat(tester.admission.queued()).isEqualTo(1);

        hangs.get(0).end();
        assertThat(tester.awaitOutcome("d")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.pool.isStuck()).isFalse();
        assertThat(tester.pool.stats().overdue()).isEqualTo(2);
        hangs.forEach(Hang::end);
        tester.awaitQuiet();
    }

    /** The deadline meets the end of a run: one outcome, and no interrupt left on the thread. */
    @Test
    void noInterruptReachesTheThreadAfterTheRun() throws Exception {
        use(DispatchTester.with(Runnable::run, 4, 5));
        for (int i = 0; i < 500; i++) {
            String id = "r" + i;
            CountDownLatch running = new CountDownLatch(1);
            AtomicBoolean expired = new AtomicBoolean();
            tester.onRun(id, running::countDown);
            Thread expiring = new Thread(() -> {
                try {
                    running.await();
                    tester.ticker.advance(TIMEOUT);
                    tester.dispatcher.expiries().expireDue();
                    expired.set(true);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            expiring.start();
            tester.dispatch(id);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            expiring.join();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(expired).isTrue();
            assertThat(tester.outcomes).containsKey(id);
        }
    }

    @Test
    void anInterruptThatTheFunctionSetsDoesNotReachTheNext() {
        AtomicBoolean seen = new AtomicBoolean();
        tester.onRun("a", () -> Thread.currentThread().interrupt());
        tester.onRun("b", () -> seen.set(Thread.currentThread().isInterrupted()));
        tester.dispatch("a");
        tester.dispatch("b");
        tester.work();
        assertThat(seen).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    // Starts that fail.

    @Test
    void aFailedStartIsARefusalThatSaysWhenToComeBack() {
        tester.nextStart(() -> {
            throw new IllegalStateException("meant by the test");
        });
        assertThat(tester.answer("a")).isEqualTo(new Rejected(Rejection.START_FAILED, Duration.ofMillis(50)));
        assertThat(tester.answer("b")).isEqualTo(new Rejected(Rejection.START_FAILED, Duration.ofMillis(50)));
        tester.pass(Duration.ofMillis(50));
        assertThat(tester.answer("c")).isSameAs(Outcome.SUCCEEDED);
    }

    @Test
    void aStartThatReturnsNullIsAFailure() {
        Logic<Integer> forgetful = new Logic<>() {
            @Override
            @SuppressWarnings("NullAway") // what a user may do
            public Integer start() {
                return null;
            }

            @Override
            public void run(Integer context, Request request, Response response) {}
        };
        ContextPool<?> pool = load(forgetful).pool();

        assertThat(catchThrowable(() -> pool.claim(0, replaced -> {})))
                .hasRootCauseMessage("start returned null: return a context, or implement Logic<Void>");
        assertThat(pool.stats().startFailures()).isEqualTo(1);
    }

    @Test
    void aFunctionWithoutContextsMayStartWithNull() throws Exception {
        ContextPool<?> pool = load(Logic.of((request, response) -> {})).pool();
        assertThat(pool.claim(0, replaced -> {}).value()).isNull();
    }

    private LoadedFunction<?> load(Logic<?> logic) {
        PoolLimits limits = new PoolLimits(0, 1, TIMEOUT, null, START_TIMEOUT, STOP_TIMEOUT, CHECK);
        return LoadedFunction.of(LoadedLogic.of(logic), limits, Runnable::run, tester.ticker);
    }

    @Test
    void aHangingStartIsARefusalAtOnceAndItsSlotIsFree() throws Exception {
        use(DispatchTester.threaded(1, 5));
        Hang start = new Hang();
        tester.nextStart(start::hang);
        tester.dispatch("a");
        start.awaitEntered();
        tester.pass(START_TIMEOUT.minusSeconds(1));
        tester.dispatch("b");
        tester.pass(Duration.ofSeconds(1));

        assertThat(tester.outcomes).containsEntry("a", new Rejected(Rejection.START_FAILED, Duration.ofSeconds(1)));
        assertThat(tester.awaitOutcome("b")).isEqualTo(new Rejected(Rejection.START_FAILED, Duration.ofMillis(50)));
        tester.pass(Duration.ofMillis(50));
        tester.dispatch("c");
        assertThat(tester.awaitOutcome("c")).isSameAs(Outcome.SUCCEEDED);
        start.end();
        tester.awaitEvent("stop 1");
        assertThat(tester.events).doesNotContain("run a in 1");
    }

    @Test
    void aClosedPoolIsADrainingServer() throws Exception {
        tester.pool.close(Duration.ZERO);
        assertThat(tester.answer("a")).isEqualTo(new Rejected(Rejection.DRAINING, Duration.ZERO));
    }

    // The faults around it.

    @Test
    void theWorkerServesWhatTheEndOfItsCallLetsBegin() {
        tester.onAnswer("a", () -> {
            tester.dispatch("b").flushed();
            assertThat(tester.tasks()).as("for other workers").isZero();
        });
        tester.onAnswer("b", () -> tester.dispatch("c").flushed());
        tester.answer("a");
        assertThat(tester.events)
                .containsExactly(
                        "start 1",
                        "run a in 1",
                        "a SUCCEEDED",
                        "run b in 1",
                        "b SUCCEEDED",
                        "run c in 1",
                        "c SUCCEEDED");
    }

    @Test
    void itServesOneAndOthersGetTheRest() throws Exception {
        use(DispatchTester.manual(3, 5));
        tester.onAnswer("a", () -> {
            tester.dispatch("b").flushed();
            tester.dispatch("c").flushed();
            assertThat(tester.tasks()).isEqualTo(1);
        });
        tester.answer("a");
        assertThat(tester.outcomes).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void whoeverWaitedLongerGoesFirst() {
        tester.onRun("a", () -> tester.dispatch("waiting").flushed());
        tester.onAnswer("a", () -> tester.dispatch("b").flushed());
        tester.answer("a");
        assertThat(tester.events)
                .containsSubsequence("a SUCCEEDED", "run waiting in 1", "waiting SUCCEEDED", "run b in 1");
    }

    /** A stop may take long, and nobody else knows of what the worker has. */
    @Test
    void aWorkerThatStopsAContextLeavesItToOthers() throws Exception {
        use(DispatchTester.manual(2, 5));
        throwsIn("a", new IllegalStateException("meant by the test"));
        tester.onAnswer("a", () -> {
            tester.dispatch("b").flushed();
            assertThat(tester.tasks()).isEqualTo(1);
        });
        tester.answer("a");
        assertThat(tester.outcomes).containsOnlyKeys("a", "b");
    }

    @Test
    void withoutAWorkerEachIsRefused() throws Exception {
        use(DispatchTester.with(
                task -> {
                    throw new RejectedExecutionException("meant by the test");
                },
                1,
                5));
        assertThat(tester.answer("a")).isEqualTo(new Rejected(Rejection.OVERLOADED, Duration.ofSeconds(1)));
        assertThat(tester.admission.permits()).isZero();
    }

    @Test
    void anAnswerThatCannotBeToldCostsNoSlot() {
        tester.onAnswer("a", () -> {
            throw new RejectedExecutionException("meant by the test");
        });
        tester.dispatch("a");
        tester.dispatch("b");
        tester.work();
        assertThat(tester.events).containsExactly("start 1", "run a in 1", "a SUCCEEDED", "run b in 1", "b SUCCEEDED");
    }

    // The end of a drain.

    @Test
    void cutInterruptsWhatRunsAndRefusesWhatWaits() throws Exception {
        use(DispatchTester.threaded(1, 5));
        Hang run = new Hang();
        tester.onRun("a", run::hang);
        tester.dispatch("a");
        run.awaitEntered();
        tester.dispatch("b");
        tester.dispatch("c");

        tester.dispatcher.cut();
        Outcome draining = new Rejected(Rejection.DRAINING, Duration.ofSeconds(1));
        assertThat(tester.awaitOutcome("a")).isEqualTo(draining);
        assertThat(tester.awaitOutcome("b")).isEqualTo(draining);
        assertThat(tester.awaitOutcome("c")).isEqualTo(draining);
        Soon.await().until(() -> run.interrupts() == 1);
        assertThat(tester.pool.close(Duration.ZERO)).isFalse();
        assertThat(tester.pool.stats().overdue())
                .as("its stop is waited for, as it may return soon")
                .isZero();
        run.end();
        assertThat(tester.pool.close(Duration.ofSeconds(10))).isTrue();
        assertThat(tester.events).endsWith("stop 1");
        assertThat(tester.events).filteredOn(event -> event.startsWith("run")).containsExactly("run a in 1");
    }

    @Test
    void nothingRunsAfterACut() {
        tester.dispatcher.cut();
        assertThat(tester.answer("a")).isEqualTo(new Rejected(Rejection.DRAINING, Duration.ofSeconds(1)));
        assertThat(tester.events).containsExactly("a DRAINING");
    }

    /** The other half, a function that did call exit, needs a process of its own. */
    @Test
    void whoeverDidNotCallExitGoesOn() throws Exception {
        use(DispatchTester.threaded(2, 5));
        Hang run = new Hang();
        tester.onRun("a", run::hang);
        tester.dispatch("a");
        run.awaitEntered();
        tester.dispatcher.failExiting();
        run.end();
        assertThat(tester.awaitOutcome("a")).isSameAs(Outcome.SUCCEEDED);
        assertThat(run.interrupts()).isZero();
    }

    @Test
    void itSaysHowLongTheOldestIsGoingOn() throws Exception {
        assertThat(tester.dispatcher.oldest()).isZero();
        tester.dispatch("a");
        tester.ticker.advance(Duration.ofSeconds(3));
        assertThat(tester.dispatcher.oldest()).isEqualTo(Duration.ofSeconds(3));
    }

    // The response that the function may write to.

    /** Notes when it is told that the call is over. */
    private final class NotingOver implements Invocation.Completion {

        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicReference<Integer> inUse = new AtomicReference<>();

        @Override
        public void over() {
            over.set(true);
            inUse.set(tester.pool.stats().inUse());
        }

        @Override
        public void completed(Outcome outcome) {
            tester.outcomes.put("a", outcome);
        }

        void dispatch() {
            tester.dispatcher.dispatch(new Invocation(TestCalls.request("a"), TestCalls.response("a"), this));
        }
    }

    @Test
    void aCallIsOverBeforeItsFunctionIsInterrupted() throws InterruptedException {
        use(DispatchTester.threaded(1, 0));
        NotingOver noting = new NotingOver();
        AtomicReference<Boolean> atInterrupt = new AtomicReference<>();
        CountDownLatch entered = new CountDownLatch(1);
        tester.onRun("a", () -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                atInterrupt.set(noting.over.get());
            }
        });
        noting.dispatch();
        entered.await();
        tester.pass(TIMEOUT);
        Soon.await().until(() -> atInterrupt.get() != null);
        assertThat(atInterrupt).hasValue(true);
    }

    @Test
    void aCallIsOverBeforeItsContextGoesOn() {
        NotingOver noting = new NotingOver();
        noting.dispatch();
        tester.work();
        assertThat(noting.inUse).hasValue(1);
    }
}
