package dev.effe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a syslog server gets from the real process. */
class SyslogIT {

    private static final String HEAD = "<30>1 [-0-9T:.]{23}Z \\S+ effe \\d+ ";

    @TempDir
    Path folder;

    private static String receive(DatagramSocket server) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    @Test
    void getsTheLogAndLinesForRequestsInRfc5424() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) EffeProcess.PATIENCE.toMillis());
            String url = "udp://127.0.0.1:" + server.getLocalPort();
            try (EffeProcess effe = EffeProcess.in(folder)
                    .start("--port", "0", "--syslog", url, "--access-log", "text")
                    .ready()) {
                assertThat(receive(server)).startsWith("<28>1 ").contains(" Main - Main - No function is named: ");
                assertThat(receive(server)).matches(HEAD + "Main - Main - Serving .* on port " + effe.port() + ".*");
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + "/x"))
                        .build();
                HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
                assertThat(receive(server)).matches(HEAD + "access - .* ACCESS .* path=/x status=200 .*");
            }
        }
    }
}
