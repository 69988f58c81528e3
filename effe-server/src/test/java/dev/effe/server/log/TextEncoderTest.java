package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextEncoderTest {

    @Test
    void alignsLevelsAndNamesTheRequest() {
        assertThat(encoded(Level.INFO, "Serving {}", null, null))
                .isEqualTo("1970-01-01T00:00:01.500Z INFO  Orders - Serving {}\n");
        assertThat(encoded(Level.ERROR, "Failed", null, "r-1"))
                .isEqualTo("1970-01-01T00:00:01.500Z ERROR [r-1] Orders - Failed\n");
        assertThat(encoded(Level.WARN, "", null, null)).contains(" WARN  Orders - \n");
        assertThat(encoded(Level.DEBUG, "x", null, null)).contains(" DEBUG Orders - x\n");
        assertThat(encoded(Level.TRACE, "x", null, null)).contains(" TRACE Orders - x\n");
    }

    @Test
    void nothingThatIsLoggedCanForgeALine() {
        String forged = "x\n1970-01-01T00:00:01.500Z ERROR forged\r\u001b[2J\u0085\u2028\u0000\tend\n\n";
        Throwable failure = new IllegalStateException(forged, new RuntimeException(forged));
        String text = encoded(Level.INFO, forged, failure, forged);

        assertThat(text.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
        assertThat(text).contains("\\u000d\\u001b[2J\\u0085\\u2028\\u0000\tend");
        assertThat(text.chars().filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
                .isEmpty();
    }

    @Test
    void writesStackTracesWithTheirCauses() {
        Throwable failure = new IllegalStateException("outer", new RuntimeException("inner"));

        assertThat(encoded(Level.ERROR, "Failed", failure, null))
                .contains("Orders - Failed\n    java.lang.IllegalStateException: outer\n    \tat dev.effe.")
                .contains("\n    Caused by: java.lang.RuntimeException: inner\n")
                .endsWith("\n")
                .doesNotEndWith("\n\n");
    }

    @Test
    void theRequestIdAndTheLoggerAreWords() {
        String text = encoded(Level.INFO, "x", null, "a\nb" + "c".repeat(1_000_000));
        assertThat(text)
                .startsWith("1970-01-01T00:00:01.500Z INFO  [a\\u000abccc")
                .hasSizeLessThan(500);
    }

    @Test
    void aLongMessageIsCutWhateverItIsMadeOf() {
        assertThat(encoded(Level.INFO, "x".repeat(TextEncoder.MOST_MESSAGE_CHARS), null, null))
                .endsWith("x\n");
        assertThat(encoded(Level.INFO, "x".repeat(TextEncoder.MOST_MESSAGE_CHARS + 1), null, null))
                .endsWith("x… (1 more characters)\n");
        assertThat(encoded(Level.INFO, "\u0000\n".repeat(10_000_000), null, null))
                .hasSizeLessThan(2 * TextEncoder.MOST_MESSAGE_CHARS);
    }

    @Test
    void textCannotBeTurnedAround() {
        assertThat(encoded(Level.INFO, "\u202eabc\u2066\u009b31m", null, null)).contains("\\u202eabc\\u2066\\u009b31m");
        assertThat(encoded(Level.INFO, "Größe 日本 😀 \"a\\b\"", null, null)).contains("Größe 日本 😀 \"a\\b\"");
        assertThat(encoded(Level.INFO, "x\ud83d y", null, null))
                .as("half a letter")
                .contains("x? y");
        assertThat(encoded(Level.INFO, "日".repeat(TextEncoder.MOST_MESSAGE_CHARS + 1), null, null))
                .endsWith("日… (1 more characters)\n");
    }

    private static String encoded(
            Level level, String message, @Nullable Throwable failure, @Nullable String requestId) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent("", context.getLogger("com.acme.Orders"), level, message, failure, null);
        event.setInstant(java.time.Instant.ofEpochMilli(1500));
        if (requestId == null) {
            return new String(new TextEncoder().encode(event), StandardCharsets.UTF_8);
        }
        CallLog entered = CallLog.enter("", requestId, null);
        try {
            return new String(new TextEncoder().encode(event), StandardCharsets.UTF_8);
        } finally {
            entered.leave();
        }
    }
}
