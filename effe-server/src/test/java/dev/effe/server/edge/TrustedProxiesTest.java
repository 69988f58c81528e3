package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom the function takes for its client, over real sockets: the rules themselves are in ClientAddressTest. */
@Timeout(60)
class TrustedProxiesTest {

    private static final String[] SPOOFED = {
        "X-Forwarded-For: 6.6.6.6", "Forwarded: for=6.6.6.6", "X-Real-IP: 6.6.6.6", "Client-IP: 6.6.6.6"
    };

    @Test
    void aHeaderFromAnUntrustedPeerChangesNothing() throws Exception {
        for (String[] settings : new String[][] {{}, {"trusted-proxies", "10.0.0.0/8,6.6.6.6,::1"}}) {
            try (EdgeServer server = new EdgeServer(settings)) {
                for (String header : SPOOFED) {
                    assertThat(seen(server, header)).startsWith("127.0.0.1 ").doesNotEndWith(" 0");
                }
            }
        }
    }

    @Test
    void aTrustedPeersWordIsTaken() throws Exception {
        try (EdgeServer server = new EdgeServer("trusted-proxies", "127.0.0.0/8")) {
            assertThat(seen(server, "X-Forwarded-For: 6.6.6.6, 192.0.2.1")).isEqualTo("192.0.2.1 0");
            assertThat(seen(server, "X-Forwarded-For: 6.6.6.6, 192.0.2.1, 127.0.0.9"))
                    .isEqualTo("192.0.2.1 0");
            assertThat(seen(server, "Forwarded: for=\"[2001:db8::1]:99\"")).isEqualTo("2001:db8:0:0:0:0:0:1 99");
            assertThat(seen(server, "X-Real-IP: 6.6.6.6")).startsWith("127.0.0.1 ");
        }
    }

    /** The body: the address and the port. */
    private static String seen(EdgeServer server, String header) throws Exception {
        try (Socket socket = server.connect()) {
            String request = "GET /address HTTP/1.1\r\nHost: a\r\n" + header + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }
}
