package dev.effe.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Hang;
import dev.effe.server.kit.Soon;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An answer whose first byte is on its way has stream-timeout from then on. */
class StreamTimeoutTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final DispatchTester tester = DispatchTester.threaded(1, 5);
    private final Hang run = new Hang();

    @AfterEach
    void close() {
        run.end();
        tester.awaitQuiet();
        tester.close();
    }

    private Invocation begin(Duration callers) throws InterruptedException {
        tester.onRun("a", run::hang);
        Invocation invocation = tester.dispatch("a", callers);
        run.awaitEntered();
        return invocation;
    }

    private Invocation begin() throws InterruptedException {
        return begin(Duration.ofDays(1));
    }

    @Test
    void outlivesTimeout() throws Exception {
        Invocation invocation = begin();
        tester.pass(DispatchTester.TIMEOUT.minus(SECOND));
        invocation.streams();
        invocation.streams();
        tester.pass(DispatchTester.STREAM_TIMEOUT.minus(SECOND));
        assertThat(tester.outcomes).isEmpty();
        assertThat(run.interrupts()).isZero();

        tester.pass(SECOND);
        Soon.await().until(() -> run.interrupts() == 1);
        assertThat(tester.outcomes).containsEntry("a", Outcome.TIMED_OUT);
    }

    @Test
    void nothingIsLeftOfOneThatEnds() throws Exception {
        begin().streams();
        run.end();
        assertThat(tester.awaitOutcome("a")).isSameAs(Outcome.SUCCEEDED);
        tester.awaitQuiet();
        tester.pass(DispatchTester.STREAM_TIMEOUT);
        assertThat(tester.events).containsExactly("start 1", "run a in 1", "a SUCCEEDED");
    }

    @Test
    void theFirstByteAfterTheDeadlineIsTooLate() throws Exception {
        Invocation invocation = begin();
        tester.pass(DispatchTester.TIMEOUT);
        invocation.streams();
        assertThat(tester.outcomes).containsEntry("a", Outcome.TIMED_OUT);
        assertThat(tester.dispatcher.streams().size()).isZero();
    }

    @Test
    void oneWhoseClientHasGoneHasNoLongerThanAnyOther() throws Exception {
        Invocation invocation = begin();
        invocation.streams();
        tester.pass(DispatchTester.TIMEOUT);
        invocation.clientGone();
        invocation.clientGone();
        tester.pass(DispatchTester.TIMEOUT.minus(SECOND));
        assertThat(run.interrupts()).isZero();

        tester.pass(SECOND);
        Soon.await().until(() -> run.interrupts() == 1);
    }

    @Test
    void theCallersOwnDeadlineStands() throws Exception {
        begin(Duration.ofSeconds(20)).streams();
        tester.pass(Duration.ofSeconds(20));
        assertThat(tester.outcomes).containsEntry("a", Outcome.TIMED_OUT);
    }

    @Test
    void theEndOfADrainCutsIt() throws Exception {
        begin().streams();
        tester.dispatcher.cut();
        Soon.await().until(() -> run.interrupts() == 1);
        assertThat(tester.awaitOutcome("a")).isEqualTo(Dispatcher.DRAINING);
    }
}
