package dev.effe.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.effe.server.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonEncoderTest {

    private static final CallLog.Details DETAILS = new CallLog.Details() {
        @Override
        public @Nullable String traceId() {
            return "0af7651916cd43dd8448eb211c80319c";
        }

        @Override
        public String version() {
            return "1.2";
        }

        @Override
        public long contextId() {
            return 7;
        }
    };

    private static String line(String message, @Nullable Throwable failure) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event =
                new LoggingEvent("test", context.getLogger("com.acme.Orders"), Level.INFO, message, failure, null);
        event.setTimeStamp(1_769_860_800_007L);
        return new String(new JsonEncoder().encode(event), UTF_8);
    }

    @Test
    void isOneLineOfAFixedForm() {
        assertThat(line("said", null))
                .isEqualTo("{\"time\":\"2026-01-31T12:00:00.007Z\",\"level\":\"INFO\","
                        + "\"logger\":\"com.acme.Orders\",\"message\":\"said\"}\n");
    }

    @Test
    void saysForWhichCallItIs() {
        CallLog entered = CallLog.enter("orders", "an id", null, DETAILS);
        try {
            assertThat(line("said", null))
                    .endsWith("\"message\":\"said\",\"requestId\":\"an id\","
                            + "\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"function\":\"orders\","
                            + "\"version\":\"1.2\",\"contextId\":7}\n");
        } finally {
            entered.leave();
        }
        assertThat(line("after", null)).endsWith("\"after\"}\n");
    }

    @Test
    void isJsonWhateverIsSaid() {
        String message = "a \"quote\" \\ \n\t\r \u001b[2J \u0000 \u2028 \u202e \ud83d \u0085 Größe 日本 😀 {\"a\":1}";
        String line = line(message, null);
        assertThat(line).containsOnlyOnce("\n").endsWith("\n");
        assertThat(line.chars().filter(c -> c != '\n')).noneMatch(c -> c < ' ' || (c >= 0x7f && c <= 0x9f));
        Map<?, ?> read = (Map<?, ?>) Json.read(line.getBytes(UTF_8));
        assertThat(read.get("message")).isEqualTo(message.replace("\ud83d \u0085", "? \u0085"));
    }

    @Test
    void hasTheStackOfAnException() {
        Exception failure = new IllegalStateException("meant by the test", new RuntimeException("its cause"));
        String line = line("failed", failure);
        assertThat(line).containsOnlyOnce("\n");
        Map<?, ?> read = (Map<?, ?>) Json.read(line.getBytes(UTF_8));
        assertThat((String) read.get("exception"))
                .startsWith("java.lang.IllegalStateException: meant by the test\n\tat dev.effe.server.log.")
                .contains("\nCaused by: java.lang.RuntimeException: its cause\n");
    }

    @Test
    void isBounded() {
        assertThat(line("x".repeat(1_000_000), null).length()).isBetween(65_000, 66_000);
        assertThat(line("\u0001".repeat(1_000_000), null).length()).isBetween(65_000, 66_000);
    }
}
