package dev.effe.server.log;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.json.Json;
import dev.effe.server.settings.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines that a call keeps for the case that it fails. */
class LogRingTest {

    private static final int BYTES = 1024;
    private static final Logger log = LoggerFactory.getLogger("com.acme.Kept");

    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private @Nullable LogRing ring;

    @BeforeEach
    void begin() {
        System.setOut(new PrintStream(out, true, UTF_8));
        Logs.ring(BYTES);
        ring = Logs.newRing();
    }

    @AfterEach
    void restore() {
        Logs.ring(0);
        Logs.level(LogLevel.INFO);
        Logs.format(false);
        System.setOut(standardOutput);
    }

    private CallLog enter(@Nullable LogTail tail) {
        return CallLog.enter("", "r-1", tail, new CallLog.Details() {
            @Override
            public @Nullable String traceId() {
                return null;
            }

            @Override
            public String version() {
                return "";
            }

            @Override
            public long contextId() {
                return 7;
            }

            @Override
            public @Nullable LogRing ring() {
                return ring;
            }
        });
    }

    private void inCall(Runnable code) {
        CallLog call = enter(null);
        code.run();
        call.leave();
    }

    /** The lines of the logger, and of rings, that are written by now. */
    private List<String> written() {
        log.warn("the end");
        await().until(() -> out.toString(UTF_8).contains("the end"));
        List<String> lines = out.toString(UTF_8)
                .lines()
                .filter(line -> (line.contains("Kept") || line.contains("LogRing")) && !line.contains("the end"))
                .toList();
        out.reset();
        return lines;
    }

    @Test
    void aFailureWritesWhatTheLevelLeavesOut() {
        inCall(() -> {
            assertThat(log.isDebugEnabled()).isTrue();
            assertThat(log.isTraceEnabled()).isFalse();
            log.debug("kept");
            log.info("told");
        });
        log.debug("of no call");
        assertThat(log.isDebugEnabled()).isFalse();
        assertThat(written()).singleElement().asString().endsWith(" INFO  [r-1] Kept - told");
        ring.over(true);
        assertThat(written()).singleElement().asString().endsWith(" DEBUG [r-1] Kept - kept");
    }

    @Test
    void successForgetsIt() {
        inCall(() -> log.debug("kept"));
        ring.over(false);
        ring.over(true);
        assertThat(written()).isEmpty();
    }

    @Test
    void aSlowOneWritesItAtOnceAndTheRestAtTheEnd() {
        inCall(() -> {
            log.debug("before");
            ring.becameSlow();
            assertThat(written()).singleElement().asString().endsWith("before");
            log.debug("after");
            assertThat(written()).isEmpty();
        });
        ring.over(false);
        assertThat(written()).singleElement().asString().endsWith("after");
    }

    @Test
    void keepsTheLastOnesAndSaysHowManyAreMissing() {
        inCall(() -> {
            for (int i = 1; i <= 100; i++) {
                log.debug("line {}", i);
            }
        });
        ring.over(true);
        List<String> lines = written();
        assertThat(lines).last().asString().endsWith(" DEBUG [r-1] Kept - line 100");
        assertThat(String.join("\n", lines.subList(1, lines.size()))).hasSizeBetween(BYTES / 2, BYTES);
        assertThat(lines)
                .first()
                .asString()
                .endsWith(" DEBUG [r-1] LogRing - " + (101 - lines.size())
                        + " earlier lines of the call are missing here: log-ring is 1024 bytes");
    }

    @Test
    void aLineThatIsTooLongIsMissing() {
        inCall(() -> log.debug("x".repeat(BYTES)));
        ring.over(true);
        assertThat(written()).singleElement().asString().contains(" 1 earlier lines of the call are missing");
    }

    @Test
    void takesNothingOnceTheCallIsOver() {
        inCall(() -> {
            ring.over(true);
            log.debug("late");
        });
        ring.over(true);
        assertThat(written()).isEmpty();
    }

    @Test
    void linesThatTheLevelAsksForAreNotKept() {
        Logs.level(LogLevel.DEBUG);
        inCall(() -> log.debug("told"));
        assertThat(written()).hasSize(1);
        ring.over(true);
        assertThat(written()).isEmpty();

        Logs.level(LogLevel.ERROR);
        ring = Logs.newRing();
        inCall(() -> log.warn("kept"));
        ring.over(true);
        Logs.level(LogLevel.INFO);
        assertThat(written()).singleElement().asString().endsWith(" WARN  [r-1] Kept - kept");
    }

    @Test
    void tailsAndWatchesHaveNoneOfIt() {
        System.setOut(standardOutput); // They capture it, once.
        LogTail tail = new LogTail(10_000);
        try (LogWatch watch = LogWatch.begin(10_000)) {
            CallLog call = enter(tail);
            log.debug("kept");
            log.info("told");
            call.leave();
            assertThat(watch.text()).contains("told").doesNotContain("kept");
            assertThat(new String(tail.bytes(), UTF_8)).contains("told").doesNotContain("kept");
        }
    }

    @Test
    void isJsonWhereTheLogIs() {
        Logs.format(true);
        inCall(() -> log.debug("x".repeat(BYTES)));
        inCall(() -> log.debug("kept"));
        ring.over(true);
        List<Map<?, ?>> records = written().stream()
                .<Map<?, ?>>map(line -> (Map<?, ?>) Json.read(line.getBytes(UTF_8)))
                .toList();
        assertThat(records).hasSize(2);
        assertThat(records.get(0).get("message").toString()).startsWith("1 earlier lines");
        assertThat(records.get(1).get("message")).isEqualTo("kept");
        assertThat(records).allSatisfy(record -> {
            assertThat(record.get("level")).isEqualTo("DEBUG");
            assertThat(record.get("requestId")).isEqualTo("r-1");
        });
    }
}
