package dev.effe.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.effe.server.kit.LogLines;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The line of a call that has become slow. */
class SlowCallsTest {

    private static final Duration SLOW = Duration.ofSeconds(1);

    private final LogLines log = LogLines.ofAll();
    private final DispatchTester tester = DispatchTester.watching(SLOW);

    @AfterEach
    void everythingEnds() {
        tester.work();
        tester.awaitQuiet();
        tester.close();
        log.close();
    }

    private List<String> told() {
        return log.from(Level.WARN).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(" is slow, "))
                .toList();
    }

    @Test
    void saysWhereItIsWhenItHasBecomeSlow() {
        tester.onRun("a", () -> tester.pass(SLOW));
        assertThat(tester.answer("a")).isSameAs(Outcome.SUCCEEDED);
        assertThat(told())
                .singleElement()
                .asString()
                .startsWith("GET /a is slow, 1000 ms after it came: \"")
                .contains("\n\tat dev.effe.server.dispatch.DispatchTester.pass(");
    }

    @Test
    void saysThatItWaits() {
        tester.dispatch("a").flushed();
        tester.pass(SLOW);
        assertThat(told()).containsExactly("GET /a is slow, 1000 ms after it came: it waits for a context");
    }

    @Test
    void oneThatIsOverInTimeIsNotTold() {
        tester.onRun("a", () -> tester.pass(SLOW.minusMillis(1)));
        tester.answer("a");
        tester.pass(SLOW);
        assertThat(told()).isEmpty();
    }
}
