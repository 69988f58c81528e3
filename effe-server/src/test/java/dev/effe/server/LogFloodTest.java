package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.effe.Logic;
import dev.effe.server.log.RateLimitedLog;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** However often clients cause a line, it is logged once, and then counted. */
class LogFloodTest {

    private static final int CALLS = 50;

    @Test
    void cutAnswersAreCounted() throws Exception {
        Logic<Void> cut = Logic.of((request, response) -> {
            response.header("Content-Length", "100000");
            response.stream().write(new byte[50_000]);
        });
        try (ServerTester tester = ServerTester.start(cut).ready()) {
            for (int i = 0; i < CALLS; i++) {
                assertThat(tester.getAsync("/" + i))
                        .failsWithin(ServerTester.PATIENCE)
                        .withThrowableOfType(Exception.class)
                        .withRootCauseInstanceOf(IOException.class);
            }
            assertThat(lines(tester))
                    .singleElement()
                    .asString()
                    .startsWith("The answer to request id-of-0 is cut by a reset");

            RateLimitedLog.tellAll();
            assertThat(lines(tester))
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("49 more within a minute: The answer to request … is cut");
        }
    }

    private static List<String> lines(ServerTester tester) {
        return tester.logged(Level.WARN).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
