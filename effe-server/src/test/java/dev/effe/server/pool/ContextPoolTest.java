package dev.effe.server.pool;

import static dev.effe.server.pool.PoolTester.CHECK;
import static dev.effe.server.pool.PoolTester.IDLE;
import static dev.effe.server.pool.PoolTester.START_TIMEOUT;
import static dev.effe.server.pool.PoolTester.STOP_TIMEOUT;
import static dev.effe.server.pool.PoolTester.done;
import static dev.effe.server.pool.PoolTester.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.FakeTicker;
import dev.effe.server.kit.Hang;
import dev.effe.server.kit.Soon;
import dev.effe.server.pool.ClaimException.Reason;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lending: who gets which context, and when a context is stopped. */
class ContextPoolTest {

    private PoolTester tester = PoolTester.of(0, 3);

    private PoolTester use(PoolTester other) throws InterruptedException {
        tester.close();
        tester = other;
        return other;
    }

    private void settle(String counts) {
        Soon.await().untilAsserted(() -> assertThat(tester.counts()).isEqualTo(counts));
    }

    @AfterEach
    void checkTheBooks() throws InterruptedException {
        tester.close();
    }

    @Test
    void startsNothingBeforeItMust() {
        tester.pool.maintain();
        assertThat(tester.calls).isEmpty();
        assertThat(tester.isWarm()).isTrue();
    }

    @Test
    void startsAContextOnDemandAndLendsItAgain() throws Exception {
        PooledContext<Integer> first = tester.claim();
        tester.pool.release(first);
        PooledContext<Integer> second = tester.claim();

        assertThat(second).isSameAs(first);
        assertThat(second.value()).isEqualTo(1);
        assertThat(tester.calls).containsExactly("start 1");
    }

    @Test
    void lendsTheMostRecentlyUsedFirst() throws Exception {
        PooledContext<Integer> a = tester.claim();
        PooledContext<Integer> b = tester.claim();
        PooledContext<Integer> c = tester.claim();
        tester.pool.release(b);
        tester.pool.release(c);
        tester.pool.release(a);

        assertThat(tester.claim()).isSameAs(a);
        assertThat(tester.claim()).isSameAs(c);
        assertThat(tester.claim()).isSameAs(b);
    }

    @Test
    void aContextThatWasIdleIsUncheckedUntilItsUserSaysMore() throws Exception {
        PooledContext<Integer> context = tester.claim();
        assertThat(context.isUnchecked()).isFalse();
        tester.pool.release(context);
        tester.pass(CHECK);

        assertThat(tester.claim().isUnchecked()).isTrue();
        tester.pool.release(context); // Not used after all.
        assertThat(tester.claim().isUnchecked()).isTrue();
        context.checked();
        tester.pool.release(context);
        assertThat(tester.claim().isUnchecked()).isFalse();
    }

    @Test
    void thoseThatWereIdleWhenAnotherWasDiscardedAreUnchecked() throws Exception {
        PooledContext<Integer> a = tester.claim();
        PooledContext<Integer> b = tester.claim();
        tester.pool.release(a);
        tester.pass(CHECK.dividedBy(2));
        tester.pool.discard(b);

        assertThat(tester.claim().isUnchecked()).isTrue();
        a.checked();
        tester.pass(CHECK.dividedBy(4));
        tester.pool.release(a);
        assertThat(tester.claim().isUnchecked()).isFalse();
    }

    @Test
    void neverHasMoreThanMax() throws Exception {
        for (int i = 0; i < 3; i++) {
            tester.claim();
        }
        tester.refusal(Reason.NO_PLACE);

        assertThat(tester.calls).containsExactly("start 1", "start 2", "start 3");
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=3 starting=0 stopping=0 overdue=0");
    }

    @Test
    void reservesThePlaceBeforeTheStart() throws Exception {
        use(PoolTester.of(0, 1));
        Hang start = tester.lifecycle.nextStartHangs();
        var claim = tester.claimLater();
        start.awaitEntered();

        tester.refusal(Reason.NO_PLACE);
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=0 starting=1 stopping=0 overdue=0");

        start.end();
        assertThat(done(claim).value()).isEqualTo(1);
        assertThat(tester.calls).containsExactly("start 1");
    }

    @Test
    void startsInParallel() throws Exception {
        Hang one = tester.lifecycle.nextStartHangs();
        Hang two = tester.lifecycle.nextStartHangs();
        var first = tester.claimLater();
        one.awaitEntered();
        var second = tester.claimLater();
        two.awaitEntered();

        assertThat(tester.claim().value()).isEqualTo(3);
        two.end();
        assertThat(done(second).value()).isEqualTo(2);
        one.end();
        assertThat(done(first).value()).isEqualTo(1);
    }

    // Waiting for a place.

    @Test
    void lendsAReleasedContextToWhoeverWaitsLongest() throws Exception {
        use(PoolTester.of(0, 1));
        PooledContext<Integer> context = tester.claim();
        var first = tester.claimWaiting(1);
        var second = tester.claimWaiting(2);

        tester.pool.release(context);
        assertThat(done(first)).isSameAs(context);
        assertThat(second.isDone()).isFalse();

        tester.pool.release(context);
        assertThat(done(second)).isSameAs(context);
        assertThat(tester.calls).containsExactly("start 1");
    }

    @Test
    void givesAFreedPlaceToWhoeverWaitsLongest() throws Exception {
        use(PoolTester.of(0, 1));
        PooledContext<Integer> context = tester.claim();
        var first = tester.claimWaiting(1);
        var second = tester.claimWaiting(2);

        tester.pool.discard(context);
        PooledContext<Integer> replacement = done(first);
        assertThat(replacement.value()).isEqualTo(2);
        assertThat(second.isDone()).isFalse();

        tester.pool.discard(replacement);
        assertThat(done(second).value()).isEqualTo(3);
        assertThat(tester.calls).containsExactly("start 1", "stop 1", "start 2", "stop 2", "start 3");
    }

    @Test
    void nobodyOvertakesWhoeverWaits() throws Exception {
        use(PoolTester.of(0, 1));
        PooledContext<Integer> context = tester.claim();
        var waiting = tester.claimWaiting(1);

        tester.pool.release(context);
        tester.refusal(Reason.NO_PLACE);

        assertThat(done(waiting)).isSameAs(context);
    }

    @Test
    void aWaitEndsAtItsDeadlineAndLeavesNoTrace() throws Exception {
        FakeLifecycle lifecycle = new FakeLifecycle();
        PoolLimits limits = new PoolLimits(0, 1, IDLE, null, START_TIMEOUT, STOP_TIMEOUT, CHECK);
        ContextPool<Integer> pool = new ContextPool<>(lifecycle, limits, Runnable::run, Ticker.SYSTEM);
        PooledContext<Integer> context = pool.claim(System.nanoTime(), replaced -> {});
        long begin = System.nanoTime();
        long deadline = begin + Duration.ofMillis(30).toNanos();

        var wait = tester.threads.submit(() -> pool.claim(deadline, replaced -> {}));
        ClaimException refusal = refusalOf(Reason.NO_PLACE, wait);

        assertThat(System.nanoTime() - deadline).isNotNegative();
        assertThat(refusal.retryAfter()).isPositive();
        assertThat(pool.stats().waiting()).isZero();
        pool.release(context);
        assertThat(pool.claim(System.nanoTime(), replaced -> {})).isSameAs(context);
    }

    @Test
    void anInterruptedWaiterLosesNothing() throws Exception {
        use(PoolTester.of(0, 1));
        PooledContext<Integer> context = tester.claim();
        var interrupted = tester.claimWaiting(1);
        var next = tester.claimWaiting(2);

        interrupted.cancel(true);
        Soon.await().until(() -> tester.pool.stats().waiting() == 1);
        tester.pool.release(context);

        assertThat(done(next)).isSameAs(context);
    }

    /** An interrupt meets a release: the waiter either has the context or never had it. */
    @Test
    void aWaiterInterruptedWhileServedLosesNothing() throws Exception {
        use(PoolTester.of(0, 1));
        for (int i = 0; i < 500; i++) {
            PooledContext<Integer> context = tester.claim();
            List<Object> result = new ArrayList<>();
            Thread waiter = new Thread(() -> {
                try {
                    result.add(tester.pool.claim(tester.ticker.nanos() + 1_000_000_000_000L, replaced -> {}));
                } catch (ClaimException | InterruptedException e) {
                    result.add(e);
                }
            });
            waiter.start();
            while (tester.pool.stats().waiting() == 0) {
                Thread.onSpinWait();
            }
            Thread interrupter = new Thread(waiter::interrupt);
            interrupter.start();
            tester.pool.release(context);
            interrupter.join();
            waiter.join();

            if (result.get(0) instanceof InterruptedException) {
                assertThat(tester.counts()).isEqualTo("idle=1 inUse=0 starting=0 stopping=0 overdue=0");
            } else {
                assertThat(result).containsExactly(context);
                tester.pool.release(context);
            }
        }
        assertThat(tester.calls).containsExactly("start 1");
    }

    // Giving back.

    @Test
    void aDiscardedContextIsStoppedAndReplaced() throws Exception {
        tester.pool.discard(tester.claim());
        tester.claim();
        assertThat(tester.calls).containsExactly("start 1", "stop 1", "start 2");
    }

    @Test
    void releasingTwiceIsReleasingOnce() throws Exception {
        PooledContext<Integer> context = tester.claim();
        tester.pool.release(context);
        tester.pool.release(context);

        assertThat(tester.counts()).isEqualTo("idle=1 inUse=0 starting=0 stopping=0 overdue=0");
        assertThat(tester.claim()).isSameAs(context);
        assertThat(tester.claim()).isNotSameAs(context);
    }

    @Test
    void aReleaseAfterADiscardIsIgnored() throws Exception {
        PooledContext<Integer> context = tester.claim();
        tester.pool.discard(context);
        tester.pool.release(context);

        assertThat(tester.claim()).isNotSameAs(context);
    }

    @Test
    void aDiscardAfterAReleaseIsIgnored() throws Exception {
        PooledContext<Integer> context = tester.claim();
        tester.pool.release(context);
        tester.pool.discard(context);

        assertThat(tester.calls).containsExactly("start 1");
    }

    @Test
    void discardingTwiceStopsOnce() throws Exception {
        PooledContext<Integer> context = tester.claim();
        tester.pool.discard(context);
        tester.pool.discard(context);

        assertThat(tester.calls).containsExactly("start 1", "stop 1");
    }

    @Test
    void aContextHoldsItsPlaceUntilItIsStopped() throws Exception {
        use(PoolTester.threaded(0, 1));
        Hang stop = tester.lifecycle.nextStopHangs();
        tester.pool.discard(tester.claim());
        stop.awaitEntered();

        tester.refusal(Reason.NO_PLACE);
        var waiting = tester.claimWaiting(1);
        stop.end();

        assertThat(done(waiting).value()).isEqualTo(2);
    }

    @Test
    void withoutAWorkerItStopsOnTheCallingThread() throws Exception {
        FakeLifecycle lifecycle = new FakeLifecycle();
        PoolLimits limits = new PoolLimits(0, 1, IDLE, null, START_TIMEOUT, STOP_TIMEOUT, CHECK);
        ContextPool<Integer> pool = new ContextPool<>(
                lifecycle,
                limits,
                task -> {
                    throw new RejectedExecutionException("meant by the test");
                },
                tester.ticker);

        pool.discard(pool.claim(0, replaced -> {}));

        assertThat(lifecycle.calls).containsExactly("start 1", "stop 1");
        assertThat(pool.stats().stopped()).isEqualTo(1);
    }

    // Retirement.

    @Test
    void anIdleContextRetiresAfterItsTime() throws Exception {
        tester.pool.release(tester.claim());

        tester.pass(Duration.ofNanos((long) (IDLE.toNanos() * 0.974)));
        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1");

        tester.pass(IDLE.minusNanos((long) (IDLE.toNanos() * 0.974)));
        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1", "stop 1");
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=0 starting=0 stopping=0 overdue=0");
    }

    @Test
    void withoutAnIdleTimeNothingRetires() throws Exception {
        FakeTicker ticker = new FakeTicker();
        FakeLifecycle lifecycle = new FakeLifecycle();
        PoolLimits limits = new PoolLimits(0, 2, null, null, START_TIMEOUT, STOP_TIMEOUT, CHECK);
        ContextPool<Integer> pool = new ContextPool<>(lifecycle, limits, Runnable::run, ticker);
        PooledContext<Integer> first = pool.claim(ticker.nanos(), replaced -> {});
        pool.release(pool.claim(ticker.nanos(), replaced -> {}));
        pool.release(first);

        ticker.advance(Duration.ofDays(365));
        pool.maintain();

        assertThat(pool.stats().idle()).isEqualTo(2);
        assertThat(lifecycle.calls).containsExactly("start 1", "start 2");
    }

    @Test
    void whatIsUsedDoesNotRetire() throws Exception {
        PooledContext<Integer> context = tester.claim();
        tester.pass(IDLE.multipliedBy(2));
        tester.pool.maintain();
        tester.pool.release(context);
        tester.pool.maintain();

        assertThat(tester.calls).containsExactly("start 1");
    }

    @Test
    void theLongestIdleRetiresFirstAndTheMinimumStays() throws Exception {
        use(PoolTester.of(2, 4));
        List<PooledContext<Integer>> claimed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            claimed.add(tester.claim());
        }
        for (int i : new int[] {2, 0, 3, 1}) {
            tester.pool.release(claimed.get(i));
            tester.pass(Duration.ofMillis(1));
        }

        tester.pass(IDLE);
        tester.pool.maintain();
        tester.pool.maintain();

        assertThat(tester.calls.subList(4, tester.calls.size())).containsExactly("stop 3", "stop 1");
        assertThat(tester.claim().value()).isEqualTo(2);
    }

    @Test
    void usedContextsCountForTheMinimum() throws Exception {
        use(PoolTester.of(1, 3));
        PooledContext<Integer> used = tester.claim();
        tester.pool.release(tester.claim());
        tester.pass(IDLE);
        tester.pool.maintain();

        assertThat(tester.calls).containsExactly("start 1", "start 2", "stop 2");
        tester.pool.release(used);
        tester.pass(IDLE);
        tester.pool.maintain();
        assertThat(tester.calls).hasSize(3);
    }

    @Test
    void aContextThatIsTooOldIsStoppedWhenReleased() throws Exception {
        use(PoolTester.aging(0, 3, Duration.ofHours(1)));
        PooledContext<Integer> context = tester.claim();
        tester.pass(Duration.ofMinutes(58));
        tester.pool.release(context);
        assertThat(tester.claim()).isSameAs(context);

        tester.pass(Duration.ofMinutes(2));
        tester.pool.release(context);

        assertThat(tester.calls).containsExactly("start 1", "stop 1");
    }

    @Test
    void anIdleContextThatIsTooOldIsReplacedIfItIsOfTheMinimum() throws Exception {
        use(PoolTester.aging(1, 3, Duration.ofHours(1)));
        tester.pool.maintain();
        tester.pass(Duration.ofHours(1));
        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1", "start 2");

        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1", "start 2", "stop 1");
        assertThat(tester.claim().value()).isEqualTo(2);
    }

    @Test
    void theMinimumGoesOnUntilItsSuccessorsAreStarted() throws Exception {
        use(PoolTester.agingThreaded(2, 4, Duration.ofHours(1)));
        tester.pool.maintain();
        settle("idle=2 inUse=0 starting=0 stopping=0 overdue=0");
        tester.pass(Duration.ofHours(1));
        Hang first = tester.lifecycle.nextStartHangs();
        Hang second = tester.lifecycle.nextStartHangs();
        tester.pool.maintain();
        first.awaitEntered();
        second.awaitEntered();
        tester.pool.maintain();
        assertThat(tester.counts()).isEqualTo("idle=2 inUse=0 starting=2 stopping=0 overdue=0");

        first.end();
        settle("idle=3 inUse=0 starting=1 stopping=0 overdue=0");
        tester.pool.maintain();
        settle("idle=2 inUse=0 starting=1 stopping=0 overdue=0");
        second.end();
        settle("idle=3 inUse=0 starting=0 stopping=0 overdue=0");
        tester.pool.maintain();
        settle("idle=2 inUse=0 starting=0 stopping=0 overdue=0");
        assertThat(tester.calls).contains("stop 1", "stop 2").hasSize(6);
    }

    @Test
    void anOldContextGoesOnWhileItsSuccessorCannotBeStarted() throws Exception {
        use(PoolTester.aging(1, 3, Duration.ofHours(1)));
        tester.pool.maintain();
        tester.pass(Duration.ofHours(1));
        tester.lifecycle.nextStartFails();
        tester.pool.maintain();
        tester.pool.release(tester.claim());
        assertThat(tester.calls).containsExactly("start 1", "start 2");

        tester.pass(Duration.ofMillis(50));
        tester.pool.maintain();
        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1", "start 2", "start 3", "stop 1");
    }

    /** There is no place for both: they go one at a time, and each is followed as soon as its place is free. */
    @Test
    void whereThereIsNoPlaceForASuccessorOldContextsAreReplacedOneAfterTheOther() throws Exception {
        use(PoolTester.aging(2, 2, Duration.ofHours(1)));
        tester.pool.maintain();
        tester.pass(Duration.ofHours(1));
        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1", "start 2", "stop 1", "start 3");

        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1", "start 2", "stop 1", "start 3", "stop 2", "start 4");
        assertThat(tester.counts()).isEqualTo("idle=2 inUse=0 starting=0 stopping=0 overdue=0");
    }

    @Test
    void anOldContextOfTheMinimumThatIsAlwaysInUseHasItsSuccessorStartedAheadToo() throws Exception {
        use(PoolTester.aging(1, 2, Duration.ofHours(1)));
        tester.pool.maintain();
        PooledContext<Integer> old = tester.claim();
        tester.pass(Duration.ofHours(1));
        tester.pool.release(old);
        assertThat(tester.calls).containsExactly("start 1", "start 2");

        PooledContext<Integer> successor = tester.claim();
        PooledContext<Integer> again = tester.claim();
        assertThat(again).isSameAs(old);
        tester.pool.release(again);
        assertThat(tester.calls).containsExactly("start 1", "start 2", "stop 1");
        tester.pool.release(successor);
        assertThat(tester.counts()).isEqualTo("idle=1 inUse=0 starting=0 stopping=0 overdue=0");
    }

    // The minimum.

    @Test
    void keepsTheMinimumStarted() throws Exception {
        use(PoolTester.of(2, 3));
        assertThat(tester.isWarm()).isFalse();
        tester.pool.maintain();
        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1", "start 2");
        assertThat(tester.isWarm()).isTrue();

        tester.pool.discard(tester.claim());
        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1", "start 2", "stop 2", "start 3");
    }

    @Test
    void whatIsBeingStartedCountsForTheMinimum() throws Exception {
        use(PoolTester.threaded(1, 3));
        Hang start = tester.lifecycle.nextStartHangs();
        tester.pool.maintain();
        start.awaitEntered();
        tester.pool.maintain();
        var waiting = tester.claimLater();

        assertThat(done(waiting).value()).isEqualTo(2);
        start.end();
    }

    @Test
    void aContextOfTheMinimumServesWhoeverWaits() throws Exception {
        use(PoolTester.threaded(1, 1));
        Hang start = tester.lifecycle.nextStartHangs();
        tester.pool.maintain();
        start.awaitEntered();
        var waiting = tester.claimWaiting(1);
        start.end();

        assertThat(done(waiting).value()).isEqualTo(1);
    }

    @Test
    void startsOfTheMinimumThatFailAreSpacedOut() throws Exception {
        use(PoolTester.of(2, 3));
        for (int i = 0; i < 3; i++) {
            tester.lifecycle.nextStartFails();
        }
        tester.pool.maintain();
        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1");

        tester.pass(Duration.ofMillis(50));
        tester.pool.maintain();
        tester.pass(Duration.ofMillis(99));
        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1", "start 2");

        tester.pass(Duration.ofMillis(1));
        tester.pool.maintain();
        tester.pass(Duration.ofMillis(200));
        tester.pool.maintain();
        assertThat(tester.calls).containsExactly("start 1", "start 2", "start 3", "start 4", "start 5");
        assertThat(tester.isWarm()).isTrue();
    }

    @Test
    void backingOffAsksForNoWorkers() throws Exception {
        FakeLifecycle lifecycle = new FakeLifecycle();
        List<Runnable> asked = new ArrayList<>();
        PoolLimits limits = new PoolLimits(2, 2, IDLE, null, START_TIMEOUT, STOP_TIMEOUT, CHECK);
        ContextPool<Integer> pool = new ContextPool<>(lifecycle, limits, asked::add, tester.ticker);
        lifecycle.nextStartFails();
        pool.maintain();
        asked.forEach(Runnable::run);
        asked.clear();

        pool.maintain();

        assertThat(asked).isEmpty();
    }

    // The end.

    @Test
    void closeStopsWhatIsIdleAndThenWhatIsGivenBack() throws Exception {
        PooledContext<Integer> used = tester.claim();
        PooledContext<Integer> broken = tester.claim();
        tester.pool.release(tester.claim());

        assertThat(tester.pool.close(Duration.ZERO)).isFalse();
        assertThat(tester.calls.subList(3, tester.calls.size())).containsExactly("stop 3");

        tester.pool.release(used);
        tester.pool.discard(broken);
        assertThat(tester.pool.close(Duration.ZERO)).isTrue();
        assertThat(tester.calls.subList(3, tester.calls.size())).containsExactly("stop 3", "stop 1", "stop 2");
    }

    @Test
    void closeWaitsUntilAllAreStopped() throws Exception {
        use(PoolTester.threaded(0, 3));
        PooledContext<Integer> used = tester.claim();
        Hang stop = tester.lifecycle.nextStopHangs();
        var closing = tester.threads.submit(() -> tester.pool.close(Duration.ofSeconds(30)));
        refusedAsClosed();
        tester.pool.release(used);
        stop.awaitEntered();
        assertThat(closing.isDone()).isFalse();

        stop.end();
        assertThat(done(closing)).isTrue();
    }

    private void refusedAsClosed() {
        Soon.await().until(() -> {
            try {
                tester.pool.release(tester.claim());
                return false;
            } catch (ClaimException e) {
                return e.reason() == Reason.CLOSED;
            }
        });
    }

    @Test
    void closeInterruptsStartsThatHang() throws Exception {
        use(PoolTester.threaded(1, 3));
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            tester.lifecycle.nextStart(() -> {
                entered.countDown();
                never.await();
            });
        }
        tester.pool.maintain();
        Soon.await().until(() -> entered.getCount() == 1); // Else the claim's start is the minimum's.
        var claim = tester.claimLater();
        assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(tester.pool.close(Duration.ofSeconds(60))).isTrue();
        assertThat(refusalOf(Reason.CLOSED, claim)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(tester.calls).containsExactlyInAnyOrder("start 1", "start 2");
    }

    @Test
    void nothingStartsAfterClose() throws Exception {
        use(PoolTester.of(2, 3));
        assertThat(tester.pool.close(Duration.ZERO)).isTrue();

        tester.pool.maintain();
        tester.refusal(Reason.CLOSED);

        assertThat(tester.calls).isEmpty();
    }

    @Test
    void closeRefusesWhoeverWaits() throws Exception {
        use(PoolTester.of(0, 1));
        PooledContext<Integer> used = tester.claim();
        var first = tester.claimWaiting(1);
        var second = tester.claimWaiting(2);

        tester.pool.close(Duration.ZERO);
        refusalOf(Reason.CLOSED, first);
        refusalOf(Reason.CLOSED, second);

        tester.pool.release(used);
        assertThat(tester.calls).containsExactly("start 1", "stop 1");
    }

    @Test
    void aStartThatCloseMeetsIsStopped() throws Exception {
        Hang start = tester.lifecycle.nextStartHangs();
        var claim = tester.claimLater();
        start.awaitEntered();
        tester.pool.close(Duration.ZERO);
        start.end();

        refusalOf(Reason.CLOSED, claim);
        assertThat(tester.pool.close(Duration.ofSeconds(10))).isTrue();
        assertThat(tester.calls).containsExactly("start 1", "stop 1");
    }

    @Test
    void aStartOfTheMinimumThatCloseMeetsIsStopped() throws Exception {
        use(PoolTester.threaded(1, 1));
        Hang start = tester.lifecycle.nextStartHangs();
        tester.pool.maintain();
        start.awaitEntered();
        tester.pool.close(Duration.ZERO);
        start.end();

        assertThat(tester.pool.close(Duration.ofSeconds(10))).isTrue();
        assertThat(tester.calls).containsExactly("start 1", "stop 1");
    }

    // Retiring.

    @Test
    void aRetiredPoolStopsWhatIsIdleAndWhatIsGivenBackUnlessItIsAwaited() throws Exception {
        AtomicBoolean awaited = new AtomicBoolean(true);
        PooledContext<Integer> a = tester.claim();
        PooledContext<Integer> b = tester.claim();
        tester.pool.release(a);
        tester.pool.retire(awaited::get);
        Soon.await().until(() -> tester.calls.contains("stop 1"));
        tester.pool.release(b);
        assertThat(tester.claim()).isSameAs(b);
        awaited.set(false);
        tester.pool.release(b);
        Soon.await().until(() -> tester.calls.contains("stop 2"));
        PooledContext<Integer> late = tester.claim();
        assertThat(late.value()).isEqualTo(3);
        tester.pool.release(late);
        Soon.await().until(() -> tester.calls.contains("stop 3"));
    }

    @Test
    void aRetiredPoolStartsNoMinimum() throws Exception {
        use(PoolTester.of(2, 3));
        tester.pool.maintain();
        Soon.await().until(() -> tester.pool.stats().idle() == 2);
        tester.pool.retire(() -> false);
        tester.pool.maintain();
        Soon.await().until(() -> tester.pool.stats().stopped() == 2);
        tester.pool.maintain();
        assertThat(tester.pool.stats().started()).isEqualTo(2);
        assertThat(tester.pool.stats().starting()).isZero();
    }
}
