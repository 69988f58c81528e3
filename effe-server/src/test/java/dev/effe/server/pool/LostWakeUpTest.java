package dev.effe.server.pool;

import static dev.effe.server.pool.PoolTester.START_TIMEOUT;
import static dev.effe.server.pool.PoolTester.STOP_TIMEOUT;
import static dev.effe.server.pool.PoolTester.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Hang;
import dev.effe.server.kit.Soon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A claim waits for one of three places: a context that stays in use has one, the other two come free in every way there
 * is, one after the other. Starts fail meanwhile, so the claim has to notice, without another event, that it may try.
 */
class LostWakeUpTest {

    /** A way in which a place is held, and comes free. */
    private enum Holder {
        START_THAT_FAILS,
        START_THAT_HANGS,
        STOP,
        STOP_THAT_HANGS,
        RUN_THAT_HANGS,
        DISCARD;

        /** Takes a place. Returns what gives it up. */
        Runnable take(PoolTester tester, List<Hang> hangs) throws Exception {
            return switch (this) {
                case START_THAT_FAILS -> failingStart(tester, hangs);
                case START_THAT_HANGS -> hangingStart(tester, hangs);
                case STOP -> hangingStop(tester, hangs)::end;
                case STOP_THAT_HANGS -> {
                    hangingStop(tester, hangs);
                    yield () -> tester.pass(STOP_TIMEOUT);
                }
                case RUN_THAT_HANGS -> {
                    PooledContext<Integer> context = tester.claim();
                    yield () -> context.runOverdue(replaced -> {}, Thread.currentThread());
                }
                case DISCARD -> {
                    PooledContext<Integer> context = tester.claim();
                    yield () -> tester.pool.discard(context);
                }
            };
        }

        private static Runnable failingStart(PoolTester tester, List<Hang> hangs) throws Exception {
            Hang hang = new Hang();
            tester.lifecycle.nextStart(() -> {
                hang.hang();
                throw new IllegalStateException("meant by the test");
            });
            hangs.add(hang);
            tester.claimLater();
            hang.awaitEntered();
            return hang::end;
        }

        private static Runnable hangingStart(PoolTester tester, List<Hang> hangs) throws Exception {
            Hang hang = tester.lifecycle.nextStartHangs();
            hangs.add(hang);
            tester.claimLater();
            hang.awaitEntered();
            return () -> tester.pass(START_TIMEOUT);
        }

        private static Hang hangingStop(PoolTester tester, List<Hang> hangs) throws Exception {
            Hang hang = tester.lifecycle.nextStopHangs();
            hangs.add(hang);
            tester.pool.discard(tester.claim());
            return hang.awaitEntered();
        }
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(Holder.values())
                .flatMap(first -> Arrays.stream(Holder.values()).map(second -> Arguments.of(first, second)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whoeverWaitsGetsAPlaceThatCameFree(Holder first, Holder second) throws Exception {
        List<Hang> hangs = new ArrayList<>();
        try (PoolTester tester = PoolTester.threaded(0, 3)) {
            tester.claim();
            Runnable freesFirst = first.take(tester, hangs);
            Runnable freesSecond = second.take(tester, hangs);
            Future<PooledContext<Integer>> waiting = tester.claimWaiting(1);

            freesFirst.run();
            // Whoever got the place is to end its start before the clock goes on, or that has hung.
            Soon.await().until(() -> waiting.isDone() || tester.pool.stats().waiting() == 1);
            freesSecond.run();
            Soon.await().until(() -> waiting.isDone() || tester.pool.stats().startFailures() > 0);
            tester.pass(Duration.ofSeconds(1)); // Longer than any back-off of two failures.

            assertThat(done(waiting).value()).isPositive();
            hangs.forEach(Hang::end);
            Soon.await()
                    .until(() ->
                            tester.pool.stats().starting() + tester.pool.stats().stopping() == 0);
        }
    }

    /** A probe of somebody else fails while a claim waits for its end. */
    @ParameterizedTest
    @MethodSource("probes")
    void whoeverWaitsForAProbeTriesNext(boolean hangs) throws Exception {
        try (PoolTester tester = PoolTester.threaded(0, 4)) {
            tester.claim();
            tester.lifecycle.nextStartFails();
            tester.refusal(ClaimException.Reason.START_FAILED);
            Hang probe = new Hang();
            tester.lifecycle.nextStart(() -> {
                probe.hang();
                throw new IllegalStateException("meant by the test");
            });
            tester.pass(Duration.ofMillis(50));
            tester.claimLater();
            probe.awaitEntered();
            Future<PooledContext<Integer>> waiting = tester.claimWaiting(1);

            if (hangs) {
                tester.pass(START_TIMEOUT);
            } else {
                probe.end();
            }
            Soon.await().until(() -> tester.pool.stats().startFailures() == 2);
            tester.pass(Duration.ofMillis(100));

            assertThat(done(waiting).value()).isEqualTo(4);
            probe.end();
            Soon.await().until(() -> tester.pool.stats().starting() == 0);
        }
    }

    static Stream<Boolean> probes() {
        return Stream.of(false, true);
    }
}
