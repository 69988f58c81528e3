package dev.effe.server.pool;

import static dev.effe.server.pool.PoolTester.START_TIMEOUT;
import static dev.effe.server.pool.PoolTester.STOP_TIMEOUT;
import static dev.effe.server.pool.PoolTester.done;
import static dev.effe.server.pool.PoolTester.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Hang;
import dev.effe.server.kit.Soon;
import dev.effe.server.pool.ClaimException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pool's reaction to starts, runs and stops that throw or hang. */
class UserCodeFaultsTest {

    private PoolTester tester = PoolTester.of(0, 3);

    private PoolTester use(PoolTester other) throws InterruptedException {
        tester.close();
        tester = other;
        return other;
    }

    @AfterEach
    void checkTheBooks() throws InterruptedException {
        tester.close();
    }

    private void settle(String counts) {
        Soon.await().untilAsserted(() -> assertThat(tester.counts()).isEqualTo(counts));
    }

    // Starts that fail.

    @Test
    void aFailedStartRestoresTheCounts() {
        tester.lifecycle.nextStart(() -> {
            throw new StackOverflowError("meant by the test");
        });
        ClaimException refusal = tester.refusal(Reason.START_FAILED);

        assertThat(refusal).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(50));
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=0 starting=0 stopping=0 overdue=0");
        assertThat(tester.pool.stats().startFailures()).isEqualTo(1);
        assertThat(tester.pool.stats().started()).isZero();
    }

    @Test
    void aFailedStartRefusesThoseWhoWaitForItsPlace() throws Exception {
        use(PoolTester.of(0, 1));
        Hang start = new Hang();
        tester.lifecycle.nextStart(() -> {
            start.hang();
            throw new IllegalStateException("meant by the test");
        });
        var claim = tester.claimLater();
        start.awaitEntered();
        var first = tester.claimWaiting(1);
        var second = tester.claimWaiting(2);
        start.end();

        refusalOf(Reason.START_FAILED, claim);
        assertThat(refusalOf(Reason.BACKING_OFF, first).retryAfter()).isEqualTo(Duration.ofMillis(50));
        refusalOf(Reason.BACKING_OFF, second);
        assertThat(tester.calls).containsExactly("start 1");
    }

    @Test
    void failuresBackOffFrom50MillisecondsDoublingTo5Seconds() {
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            tester.lifecycle.nextStartFails();
            Duration delay = tester.refusal(Reason.START_FAILED).retryAfter();
            delays.add(delay.toMillis());
            tester.pass(delay.minusNanos(1));
            assertThat(tester.refusal(Reason.BACKING_OFF).retryAfter()).isEqualTo(Duration.ofNanos(1));
            tester.pass(Duration.ofNanos(1));
        }
        assertThat(delays).containsExactly(50L, 100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
        assertThat(tester.calls).hasSize(9);
    }

    @Test
    void aSuccessEndsTheBackOff() throws Exception {
        tester.lifecycle.nextStartFails();
        tester.pass(tester.refusal(Reason.START_FAILED).retryAfter());
        tester.lifecycle.nextStartFails();
        tester.pass(tester.refusal(Reason.START_FAILED).retryAfter());
        tester.claim();
        tester.claim();
        tester.lifecycle.nextStartFails();

        assertThat(tester.refusal(Reason.START_FAILED).retryAfter()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void whatIsIdleIsLentWhileStartsBackOff() throws Exception {
        PooledContext<Integer> context = tester.claim();
        tester.lifecycle.nextStartFails();
        tester.refusal(Reason.START_FAILED);
        tester.pool.release(context);

        assertThat(tester.claim()).isSameAs(context);
    }

    @Test
    void whatIsInUseIsWaitedForWhileStartsBackOff() throws Exception {
        use(PoolTester.of(0, 3));
        PooledContext<Integer> context = tester.claim();
        tester.lifecycle.nextStartFails();
        tester.refusal(Reason.START_FAILED);
        var first = tester.claimWaiting(1);
        var second = tester.claimWaiting(2);
        tester.pool.release(context);

        assertThat(done(first)).isSameAs(context);
        tester.pool.release(context);
        assertThat(done(second)).isSameAs(context);
        assertThat(tester.calls).containsExactly("start 1", "start 2");
    }

    @Test
    void whoeverWaitsLongestTriesAgainAfterTheBackOffAndASuccessHelpsTheOthers() throws Exception {
        use(PoolTester.of(0, 4));
        tester.claim();
        tester.lifecycle.nextStartFails();
        tester.refusal(Reason.START_FAILED);
        Hang probe = tester.lifecycle.nextStartHangs();
        var first = tester.claimWaiting(1);
        var second = tester.claimWaiting(2);
        tester.pass(Duration.ofMillis(50));
        probe.awaitEntered();
        assertThat(second.isDone()).isFalse();
        probe.end();

        assertThat(done(first).value()).isEqualTo(3);
        assertThat(done(second).value()).isEqualTo(4);
    }

    @Test
    void whoeverWaitsIsRefusedWhenNothingIsInUseAnyMore() throws Exception {
        use(PoolTester.of(0, 3));
        PooledContext<Integer> context = tester.claim();
        tester.lifecycle.nextStartFails();
        tester.refusal(Reason.START_FAILED);
        var waiting = tester.claimWaiting(1);
        tester.pool.discard(context);

        assertThat(refusalOf(Reason.BACKING_OFF, waiting).retryAfter()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void whatIsInUseIsWaitedForWhileAnOlderStartHangs() throws Exception {
        use(PoolTester.of(0, 4));
        PooledContext<Integer> context = tester.claim();
        Hang stuck = tester.lifecycle.nextStartHangs();
        var hanging = tester.claimLater();
        stuck.awaitEntered();
        tester.pass(START_TIMEOUT);
        var waiting = tester.claimWaiting(1);
        tester.pool.release(context);

        assertThat(done(waiting)).isSameAs(context);
        stuck.end();
        refusalOf(Reason.START_TIMED_OUT, hanging);
    }

    @Test
    void oneProbesAtATime() throws Exception {
        tester.lifecycle.nextStartFails();
        tester.pass(tester.refusal(Reason.START_FAILED).retryAfter());
        Hang probe = tester.lifecycle.nextStartHangs();
        var probing = tester.claimLater();
        probe.awaitEntered();

        tester.refusal(Reason.BACKING_OFF);
        probe.end();
        done(probing);

        assertThat(tester.claim().value()).isEqualTo(3);
    }

    @Test
    void startsThatFailTogetherAreOneFailure() throws Exception {
        List<Hang> hangs = new ArrayList<>();
        List<Future<?>> claims = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Hang hang = new Hang();
            hangs.add(hang);
            tester.lifecycle.nextStart(() -> {
                hang.hang();
                throw new IllegalStateException("meant by the test");
            });
            claims.add(tester.claimLater());
            hang.awaitEntered();
        }
        hangs.forEach(Hang::end);
        for (Future<?> claim : claims) {
            assertThat(refusalOf(Reason.START_FAILED, claim).retryAfter()).isEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void aStartOlderThanTheBackOffDoesNotEndTheProbe() throws Exception {
        Hang old = new Hang();
        tester.lifecycle.nextStart(() -> {
            old.hang();
            throw new IllegalStateException("meant by the test");
        });
        var oldClaim = tester.claimLater();
        old.awaitEntered();
        tester.lifecycle.nextStartFails();
        tester.pass(tester.refusal(Reason.START_FAILED).retryAfter());
        Hang probe = tester.lifecycle.nextStartHangs();
        var probing = tester.claimLater();
        probe.awaitEntered();

        old.end();
        refusalOf(Reason.START_FAILED, oldClaim);
        tester.pass(Duration.ofSeconds(1));

        tester.refusal(Reason.BACKING_OFF);
        probe.end();
        done(probing);
    }

    // Starts that hang.

    @Test
    void aHangingStartIsInterruptedAndReplaced() throws Exception {
        use(PoolTester.of(0, 1));
        Hang start = tester.lifecycle.nextStartHangs();
        var claim = tester.claimLater();
        start.awaitEntered();
        tester.pass(START_TIMEOUT.minusNanos(1));
        assertThat(tester.overdueStarts).isEmpty();

        tester.pass(Duration.ofNanos(1));
        assertThat(tester.overdueStarts).containsExactly(true);
        Soon.await().until(() -> start.interrupts() == 1);
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=0 starting=1 stopping=0 overdue=1");

        tester.pass(Duration.ofMillis(50));
        PooledContext<Integer> replacement = tester.claim();
        assertThat(replacement.value()).isEqualTo(2);
        assertThat(claim.isDone()).isFalse();

        start.end();
        refusalOf(Reason.START_TIMED_OUT, claim);
        assertThat(tester.calls).containsExactly("start 1", "start 2", "stop 1");
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=1 starting=0 stopping=0 overdue=0");
        assertThat(tester.pool.stats().startFailures()).isEqualTo(1);
        tester.refusal(Reason.NO_PLACE);
    }

    @Test
    void aHangingStartThatObeysItsInterruptFails() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        tester.lifecycle.nextStart(() -> {
            entered.countDown();
            new CountDownLatch(1).await();
        });
        var claim = tester.claimLater();
        assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
        tester.pass(START_TIMEOUT);

        assertThat(refusalOf(Reason.START_TIMED_OUT, claim)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(tester.calls).containsExactly("start 1");
        assertThat(tester.pool.stats().startFailures()).isEqualTo(1);
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=0 starting=0 stopping=0 overdue=0");
    }

    @Test
    void aHangingStartGivesItsPlaceToWhoeverWaits() throws Exception {
        use(PoolTester.of(0, 1));
        Hang start = tester.lifecycle.nextStartHangs();
        var hanging = tester.claimLater();
        start.awaitEntered();
        var waiting = tester.claimWaiting(1);
        tester.pass(START_TIMEOUT);

        refusalOf(Reason.BACKING_OFF, waiting);
        start.end();
        refusalOf(Reason.START_TIMED_OUT, hanging);
    }

    @Test
    void anInterruptThatComesTooLateReachesNobody() throws Exception {
        tester.lifecycle.nextStart(() -> Thread.currentThread().interrupt());
        tester.claim();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        tester.pass(START_TIMEOUT);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(tester.overdueStarts).isEmpty();
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=1 starting=0 stopping=0 overdue=0");
    }

    @Test
    void moreThanMaxReplacedKeepTheirPlaces() throws Exception {
        assertThat(new PoolLimits(0, 3, STOP_TIMEOUT, null, START_TIMEOUT, STOP_TIMEOUT, STOP_TIMEOUT).maxReplaced())
                .isEqualTo(2);
        List<Hang> hangs = new ArrayList<>();
        List<Future<?>> claims = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            hangs.add(tester.lifecycle.nextStartHangs());
            claims.add(tester.claimLater());
            hangs.get(i).awaitEntered();
        }
        assertThat(tester.pool.isStuck()).isFalse();
        tester.pass(START_TIMEOUT);

        assertThat(tester.overdueStarts).containsExactly(true, true, false);
        assertThat(tester.pool.isStuck()).isTrue();
        tester.pass(Duration.ofSeconds(5));
        tester.claim();
        tester.claim();
        tester.refusal(Reason.NO_PLACE);

        hangs.forEach(Hang::end);
        for (Future<?> claim : claims) {
            refusalOf(Reason.START_TIMED_OUT, claim);
        }
        assertThat(tester.pool.isStuck()).isFalse();
        assertThat(tester.claim().value()).isEqualTo(6);
        tester.refusal(Reason.NO_PLACE);
    }

    @Test
    void whatIsStuckDoesNotCountForTheMinimum() throws Exception {
        use(PoolTester.threaded(1, 2));
        Hang start = tester.lifecycle.nextStartHangs();
        tester.pool.maintain();
        start.awaitEntered();
        tester.pass(START_TIMEOUT);
        tester.pass(Duration.ofMillis(50));

        tester.pool.maintain();
        settle("idle=1 inUse=0 starting=1 stopping=0 overdue=1");

        tester.claim().runOverdue(replaced -> {}, Thread.currentThread());
        tester.pool.maintain();
        settle("idle=1 inUse=1 starting=1 stopping=0 overdue=2");
        start.end();
        settle("idle=1 inUse=1 starting=0 stopping=0 overdue=1");
    }

    // Runs that hang.

    @Test
    void anOverdueRunGivesItsPlaceUpAndIsStoppedWhenItReturns() throws Exception {
        use(PoolTester.of(0, 1));
        PooledContext<Integer> stuck = tester.claim();
        assertThat(stuck.runOverdue(replaced -> {}, Thread.currentThread())).isTrue();
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=1 starting=0 stopping=0 overdue=1");

        PooledContext<Integer> replacement = tester.claim();
        tester.refusal(Reason.NO_PLACE);
        assertThat(tester.calls).containsExactly("start 1", "start 2");

        tester.pool.release(stuck);
        assertThat(tester.calls).containsExactly("start 1", "start 2", "stop 1");
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=1 starting=0 stopping=0 overdue=0");
        tester.refusal(Reason.NO_PLACE);
        tester.pool.release(replacement);
    }

    @Test
    void anOverdueRunServesWhoeverWaits() throws Exception {
        use(PoolTester.of(0, 1));
        PooledContext<Integer> stuck = tester.claim();
        var waiting = tester.claimWaiting(1);
        stuck.runOverdue(replaced -> {}, Thread.currentThread());

        assertThat(done(waiting).value()).isEqualTo(2);
    }

    @Test
    void aContextThatWasGivenBackIsNotOverdue() throws Exception {
        PooledContext<Integer> context = tester.claim();
        tester.pool.release(context);

        assertThat(context.runOverdue(replaced -> {}, Thread.currentThread())).isFalse();
        assertThat(tester.claim()).isSameAs(context);
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=1 starting=0 stopping=0 overdue=0");
    }

    @Test
    void beingOverdueTwiceCountsOnce() throws Exception {
        PooledContext<Integer> context = tester.claim();
        assertThat(context.runOverdue(replaced -> {}, Thread.currentThread())).isTrue();
        assertThat(context.runOverdue(replaced -> {}, Thread.currentThread())).isTrue();
        assertThat(tester.pool.stats().overdue()).isEqualTo(1);
    }

    // Stops.

    @Test
    void aStopThatThrowsFreesThePlace() throws Exception {
        use(PoolTester.of(0, 1));
        tester.lifecycle.nextStop(() -> {
            throw new NoClassDefFoundError("meant by the test");
        });
        tester.pool.discard(tester.claim());

        assertThat(tester.claim().value()).isEqualTo(2);
        assertThat(tester.pool.stats().stopFailures()).isEqualTo(1);
        assertThat(tester.pool.stats().stopped()).isEqualTo(1);
    }

    @Test
    void aStopThatHangsFreesThePlaceAfterItsTime() throws Exception {
        use(PoolTester.threaded(0, 1));
        Hang stop = new Hang();
        tester.lifecycle.nextStop(() -> {
            stop.hang();
            throw new IllegalStateException("meant by the test");
        });
        tester.pool.discard(tester.claim());
        stop.awaitEntered();
        tester.pass(STOP_TIMEOUT.minusNanos(1));
        tester.refusal(Reason.NO_PLACE);

        tester.pass(Duration.ofNanos(1));
        tester.claim();
        Soon.await().until(() -> stop.interrupts() == 1);
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=1 starting=0 stopping=1 overdue=1");
        assertThat(tester.pool.stats().stopFailures()).isEqualTo(1);

        stop.end();
        settle("idle=0 inUse=1 starting=0 stopping=0 overdue=0");
        assertThat(tester.pool.stats().stopFailures()).isEqualTo(1);
        assertThat(tester.calls).containsExactly("start 1", "stop 1", "start 2");
        tester.refusal(Reason.NO_PLACE);
    }

    @Test
    void aContextMayHangInItsRunAndThenInItsStop() throws Exception {
        use(PoolTester.threaded(0, 1));
        PooledContext<Integer> context = tester.claim();
        context.runOverdue(replaced -> {}, Thread.currentThread());
        Hang stop = tester.lifecycle.nextStopHangs();
        tester.pool.release(context);
        stop.awaitEntered();
        tester.pass(STOP_TIMEOUT);
        assertThat(tester.counts()).isEqualTo("idle=0 inUse=0 starting=0 stopping=1 overdue=1");

        stop.end();
        settle("idle=0 inUse=0 starting=0 stopping=0 overdue=0");
        tester.claim();
        tester.refusal(Reason.NO_PLACE);
    }

    @Test
    void closeDoesNotWaitForWhatIsStuck() throws Exception {
        PooledContext<Integer> stuck = tester.claim();
        stuck.runOverdue(replaced -> {}, Thread.currentThread());
        tester.pool.release(tester.claim());

        assertThat(tester.pool.close(Duration.ofHours(1))).isFalse();

        tester.pool.release(stuck);
        assertThat(tester.pool.close(Duration.ofHours(1))).isTrue();
        assertThat(tester.calls).containsExactly("start 1", "start 2", "stop 2", "stop 1");
    }
}
