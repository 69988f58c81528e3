package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Clients that reset their connection before it is known which protocol they speak. */
class EarlyResetTest {

    @Test
    void isNothingToWarnOf() throws Exception {
        try (EdgeServer server = new EdgeServer()) {
            for (String sent : new String[] {"", "P", "PRI * HTTP/2.0"}) {
                for (int i = 0; i < 10; i++) {
                    reset(server, sent);
                }
            }
            server.awaitMetric("effe_http_connections", 0);
            assertThat(server.logged(Level.WARN)).isEmpty();
        }
    }

    private static void reset(EdgeServer server, String sent) throws Exception {
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            socket.setSoLinger(true, 0);
        }
    }
}
