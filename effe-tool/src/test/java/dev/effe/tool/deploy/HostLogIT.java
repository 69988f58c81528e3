package dev.effe.tool.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.json.Json;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of a real {@code effe host}, as JSON and at a syslog server. */
@Tag("once")
@Timeout(300)
class HostLogIT {

    private static final Pattern PORT = Pattern.compile("Serving.*:([0-9]{4,5})\\b");

    @TempDir
    private Path folder;

    @Test
    void hasTheFormAndTheSyslogServerThatAreAskedFor() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            EffeProcess host = EffeProcess.start(
                    folder,
                    PORT,
                    "host",
                    "--port=0",
                    "--data-dir=" + folder.resolve("data"),
                    "--log-format=json",
                    "--log-level=warn,dev.effe.host=info",
                    "--syslog=udp://127.0.0.1:" + server.getLocalPort());
            try (host) {
                String port = host.url().substring("http://127.0.0.1:".length());
                DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
                server.receive(packet);
                assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8))
                        .startsWith("<30>1 ")
                        .contains("{\"time\":\"", ":" + port);
                // Java itself warns of native access on this class path, at the start.
                assertThat(host.output().lines().filter(line -> !line.isEmpty() && !line.startsWith("WARNING: ")))
                        .isNotEmpty()
                        .allSatisfy(line -> {
                            Map<?, ?> record = (Map<?, ?>) Json.read(line.getBytes(UTF_8));
                            assertThat(record.get("level")).isEqualTo("INFO");
                            assertThat(record.get("logger").toString()).startsWith("dev.effe.host");
                        });
            }
        }
    }
}
