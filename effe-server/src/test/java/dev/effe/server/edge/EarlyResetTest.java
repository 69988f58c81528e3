package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are reset before it is known which protocol they speak, as health probes do. */
@Timeout(120)
class EarlyResetTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "PRI "})
    void isNothingToWarnOf(String sent) throws Exception {
        try (EdgeServer server = new EdgeServer()) {
            for (int i = 0; i < 5; i++) {
                try (Socket socket = server.connect()) {
                    socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
                    server.awaitMetric("effe_http_connections", 1);
                    socket.setSoLinger(true, 0);
                }
                server.awaitMetric("effe_http_connections", 0);
            }
            assertThat(server.logged(Level.WARN)).isEmpty();
        }
    }
}
