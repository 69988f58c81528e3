package dev.effe.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.dispatch.DispatchTester.Heard;
import dev.effe.server.dispatch.Outcome.Rejected;
import dev.effe.server.dispatch.Outcome.Rejection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The times that a listener is told of each end. */
class MarksTest {

    private static final Duration QUEUED = Duration.ofMillis(20);
    private static final Duration RUN = Duration.ofMillis(300);

    private final DispatchTester tester = DispatchTester.manual(1, 1);

    @AfterEach
    void everythingEnds() throws InterruptedException {
        tester.work();
        tester.awaitQuiet();
        tester.close();
    }

    private void takes(String id, Duration time) {
        tester.onRun(id, () -> tester.ticker.advance(time));
    }

    private Heard last() {
        return tester.heard.get(tester.heard.size() - 1);
    }

    @Test
    void oneThatWaitsForAStartIsColdAndTheNextIsWarm() {
        tester.nextStart(() -> tester.ticker.advance(Duration.ofSeconds(4)));
        takes("a", RUN);
        tester.dispatch("a").flushed();
        tester.ticker.advance(QUEUED);
        tester.work();
        assertThat(last()).isEqualTo(new Heard("a", Outcome.SUCCEEDED, true, 20, 4000, 300, 4320));
        tester.answer("b");
        assertThat(last()).isEqualTo(new Heard("b", Outcome.SUCCEEDED, false, 0, 0, 0, 0));
    }

    @Test
    void thePlaceInTheQueueCountsAsQueue() {
        tester.answer("first");
        takes("a", RUN);
        tester.dispatch("a").flushed();
        tester.dispatch("b").flushed();
        tester.work();
        assertThat(last()).isEqualTo(new Heard("b", Outcome.SUCCEEDED, false, 300, 0, 0, 300));
    }

    @Test
    void aCheckOfTheContextCountsAsQueue() {
        tester.answer("first");
        tester.pass(DispatchTester.CHECK);
        tester.nextCheck(() -> {
            tester.ticker.advance(QUEUED);
            return true;
        });
        takes("a", RUN);
        tester.answer("a");
        assertThat(last()).isEqualTo(new Heard("a", Outcome.SUCCEEDED, false, 20, 0, 300, 320));
    }

    @Test
    void oneWhoseContextIsReplacedIsColdByTheStartOfTheOther() {
        try (DispatchTester two = DispatchTester.manual(2, 1)) {
            two.answer("first");
            two.pass(DispatchTester.CHECK);
            two.nextCheck(() -> false);
            two.nextStart(() -> two.ticker.advance(Duration.ofSeconds(4)));
            two.answer("a");
            assertThat(two.heard.get(1)).isEqualTo(new Heard("a", Outcome.SUCCEEDED, true, 0, 4000, 0, 4000));
        }
    }

    @Test
    void aStartThatFailsCountsAsStart() {
        tester.nextStart(() -> {
            tester.ticker.advance(Duration.ofSeconds(4));
            throw new IllegalStateException("meant by the test");
        });
        tester.dispatch("a").flushed();
        tester.ticker.advance(QUEUED);
        tester.work();
        Outcome refused = new Rejected(Rejection.START_FAILED, Duration.ofMillis(50));
        assertThat(last()).isEqualTo(new Heard("a", refused, true, 20, 4000, 0, 4020));
        tester.answer("b");
        assertThat(last()).as("of no start").isEqualTo(new Heard("b", refused, false, 0, 0, 0, 0));
    }

    @Test
    void aStartThatHangsCountsUntilTheCallIsOver() {
        tester.nextStart(() -> {
            tester.pass(DispatchTester.START_TIMEOUT);
            tester.ticker.advance(RUN); // It goes on, for nobody.
        });
        tester.dispatch("a").flushed();
        tester.ticker.advance(QUEUED);
        tester.work();
        Outcome refused = new Rejected(Rejection.START_FAILED, Duration.ofSeconds(1));
        assertThat(last()).isEqualTo(new Heard("a", refused, true, 20, 10_000, 0, 10_020));
    }

    @Test
    void aStartInPlaceOfAContextThatIsOfNoUseIsNoRun() {
        try (DispatchTester two = DispatchTester.manual(2, 1)) {
            two.answer("first");
            two.pass(DispatchTester.CHECK);
            two.nextCheck(() -> false);
            two.nextStart(() -> {
                two.ticker.advance(Duration.ofSeconds(4));
                throw new IllegalStateException("meant by the test");
            });
            two.answer("a");
            Outcome refused = new Rejected(Rejection.START_FAILED, Duration.ofMillis(50));
            assertThat(two.heard.get(1)).isEqualTo(new Heard("a", refused, true, 0, 4000, 0, 4000));
        }
    }

    @Test
    void theDeadlineEndsTheRun() {
        tester.answer("first");
        tester.onRun("a", () -> {
            tester.pass(DispatchTester.TIMEOUT);
            tester.ticker.advance(RUN); // It goes on, for nobody.
        });
        tester.dispatch("a").flushed();
        tester.ticker.advance(QUEUED);
        tester.work();
        assertThat(last()).isEqualTo(new Heard("a", Outcome.TIMED_OUT, false, 20, 0, 30_000, 30_020));
    }

    @Test
    void oneThatNeverRunsHasWaitedAllTheTime() {
        tester.answer("first");
        Invocation[] gone = new Invocation[1];
        tester.onRun("a", () -> {
            gone[0] = tester.dispatch("b");
            tester.ticker.advance(QUEUED);
            gone[0].clientGone();
            gone[0].flushed();
        });
        tester.answer("a");
        assertThat(tester.heard.get(1)).isEqualTo(new Heard("b", Outcome.ABANDONED, false, 20, 0, 0, 20));
    }

    @Test
    void oneThatIsRefusedHasNoTimes() {
        tester.dispatch("a").flushed();
        tester.dispatch("b").flushed();
        tester.dispatch("c").flushed();
        Outcome refused = new Rejected(Rejection.OVERLOADED, Duration.ofSeconds(1));
        assertThat(tester.heard).containsExactly(new Heard("c", refused, false, 0, 0, 0, 0));
    }
}
