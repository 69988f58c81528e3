package dev.effe.server.dispatch;

import static dev.effe.server.dispatch.DispatchTester.CHECK;
import static dev.effe.server.dispatch.DispatchTester.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Hang;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contexts that were idle are asked whether they are still good, and what becomes of those that are not. */
class UsableTest {

    private DispatchTester tester = DispatchTester.manual(3, 5);

    @AfterEach
    void everythingEnds() throws InterruptedException {
        tester.work();
        tester.awaitQuiet();
        tester.close();
    }

    /** Makes so many contexts, which are idle from now on. */
    private void idle(int contexts) throws InterruptedException {
        tester.close();
        tester = DispatchTester.threaded(3, 5);
        Hang[] runs = new Hang[contexts];
        for (int i = 0; i < contexts; i++) {
            Hang run = new Hang();
            runs[i] = run;
            tester.onRun("first " + i, run::hang);
            tester.dispatch("first " + i).flushed();
            run.awaitEntered();
        }
        for (int i = 0; i < contexts; i++) {
            runs[i].end();
            tester.awaitOutcome("first " + i);
        }
        tester.events.clear();
    }

    @Test
    void asksOnlyAContextThatWasIdleForSoLong() {
        tester.answer("a");
        tester.pass(CHECK.minusNanos(1));
        tester.answer("b");
        tester.pass(CHECK);
        tester.answer("c");
        tester.answer("d");

        assertThat(tester.events)
                .containsExactly(
                        "start 1",
                        "run a in 1",
                        "a SUCCEEDED",
                        "run b in 1",
                        "b SUCCEEDED",
                        "usable 1",
                        "run c in 1",
                        "c SUCCEEDED",
                        "run d in 1",
                        "d SUCCEEDED");
    }

    @Test
    void stopsAContextThatIsNotUsableAndMakesAnotherForTheSameRequest() {
        tester.answer("a");
        tester.pass(CHECK);
        tester.nextCheck(() -> false);

        assertThat(tester.answer("b")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.events)
                .containsSubsequence("usable 1", "start 2", "run b in 2", "b SUCCEEDED")
                .containsOnlyOnce("stop 1")
                .doesNotContain("run b in 1");
    }

    @Test
    void takesAUsableThatThrowsForNo() {
        tester.answer("a");
        tester.pass(CHECK);
        tester.nextCheck(() -> {
            throw new StackOverflowError("meant by the test");
        });

        assertThat(tester.answer("b")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.events).contains("run b in 2").containsOnlyOnce("stop 1");
    }

    @Test
    void waitsForThePlaceOfTheOneThatIsNotUsable() throws Exception {
        tester.close();
        tester = DispatchTester.threaded(1, 5);
        tester.answer("a");
        tester.pass(CHECK);
        tester.nextCheck(() -> false);

        assertThat(tester.answer("b")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.events).containsSubsequence("usable 1", "stop 1", "start 2", "run b in 2");
    }

    @Test
    void asksEveryIdleContextBeforeItMakesANewOne() throws Exception {
        idle(3);
        tester.pass(CHECK);
        for (int i = 0; i < 3; i++) {
            tester.nextCheck(() -> false);
        }

        assertThat(tester.answer("b")).isSameAs(Outcome.SUCCEEDED);
        tester.awaitQuiet();
        assertThat(tester.events)
                .contains("usable 1", "usable 2", "usable 3", "stop 1", "stop 2", "stop 3", "run b in 4")
                .hasSize(9);
    }

    /** A database that is restarted under load breaks some in their use; the idle ones are not better. */
    @Test
    void asksThoseThatWereIdleWhenAnotherBroke() throws Exception {
        idle(2);
        tester.onRun("broken", () -> {
            throw new IllegalStateException("meant by the test");
        });
        tester.answer("broken");
        tester.awaitQuiet(); // It is told before its context is given back.
        tester.nextCheck(() -> false);
        tester.onRun("b", () -> tester.pass(Duration.ofMillis(1)));

        assertThat(tester.answer("b")).isSameAs(Outcome.SUCCEEDED);
        tester.awaitQuiet();
        assertThat(tester.events).contains("run b in 3");
        assertThat(Collections.frequency(tester.events, "stop 1")).isEqualTo(1);
        assertThat(Collections.frequency(tester.events, "stop 2")).isEqualTo(1);
        tester.events.clear();
        tester.answer("c");
        assertThat(tester.events).containsExactly("run c in 3", "c SUCCEEDED");
    }

    @Test
    void interruptsAUsableThatHangsAtTheDeadlineAndStopsItsContextOnce() throws Exception {
        idle(1);
        tester.pass(CHECK);
        CountDownLatch entered = new CountDownLatch(1);
        tester.nextCheck(() -> {
            entered.countDown();
            new CountDownLatch(1).await();
            return true;
        });
        tester.dispatch("b").flushed();
        assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
        tester.pass(TIMEOUT);

        assertThat(tester.awaitOutcome("b")).isSameAs(Outcome.TIMED_OUT);
        tester.awaitQuiet();
        assertThat(tester.answer("c")).isSameAs(Outcome.SUCCEEDED);
        assertThat(tester.events)
                .contains("run c in 2")
                .containsOnlyOnce("stop 1")
                .doesNotContain("run b in 1", "run b in 2");
    }

    @Test
    void usesNoContextWhoseCheckTookTooLongThoughItIsGood() throws Exception {
        idle(1);
        tester.pass(CHECK);
        tester.nextCheck(() -> {
            tester.pass(TIMEOUT.plus(Duration.ofSeconds(1)));
            return true;
        });
        tester.dispatch("b").flushed();

        assertThat(tester.awaitOutcome("b")).isSameAs(Outcome.TIMED_OUT);
        tester.awaitQuiet();
        assertThat(tester.events).containsOnlyOnce("stop 1").doesNotContain("run b in 1");
    }
}
