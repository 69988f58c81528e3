package dev.effe.server.log.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Syslog servers that take messages, go, come back and hang. */
class SyslogTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static SyslogAddress tcp(int port) {
        return new SyslogAddress(SyslogAddress.Transport.TCP, "127.0.0.1", port);
    }

    private static ServerSocket listening(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.setSoTimeout((int) PATIENCE.toMillis());
        return server;
    }

    /** Reads a frame of RFC 6587: a length, a blank, and as many bytes. */
    static String frame(InputStream in) throws IOException {
        ByteArrayOutputStream length = new ByteArrayOutputStream();
        for (int c = in.read(); c != ' '; c = in.read()) {
            assertThat(c).isBetween((int) '0', (int) '9');
            length.write(c);
        }
        return new String(in.readNBytes(Integer.parseInt(length.toString(UTF_8))), UTF_8);
    }

    @Test
    void sendsADatagramForEachMessageAndCutsNoCharacter() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Syslog syslog = new Syslog(
                        new SyslogAddress(SyslogAddress.Transport.UDP, "127.0.0.1", server.getLocalPort()))) {
            server.setSoTimeout((int) PATIENCE.toMillis());
            syslog.send("one".getBytes(UTF_8));
            syslog.send(("x" + "ö".repeat(10_000)).getBytes(UTF_8));
            assertThat(receive(server)).isEqualTo("one");
            assertThat(receive(server)).isEqualTo("x" + "ö".repeat(4095));
        }
    }

    private static String receive(DatagramSocket server) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    @Test
    void framesMessagesByTheirLength() throws Exception {
        try (ServerSocket server = listening(0);
                Syslog syslog = new Syslog(tcp(server.getLocalPort()))) {
            syslog.send("<30>1 one\n    two".getBytes(UTF_8));
            syslog.send("Größe".getBytes(UTF_8));
            try (Socket client = server.accept()) {
                client.setSoTimeout((int) PATIENCE.toMillis());
                assertThat(frame(client.getInputStream())).isEqualTo("<30>1 one\n    two");
                assertThat(frame(client.getInputStream())).isEqualTo("Größe");
            }
        }
    }

    @Test
    void losesNothingWhileAServerIsGoneForAMoment() throws Exception {
        ServerSocket first = listening(0);
        int port = first.getLocalPort();
        try (Syslog syslog = new Syslog(tcp(port))) {
            syslog.send("one".getBytes(UTF_8));
            try (Socket client = first.accept()) {
                assertThat(frame(client.getInputStream())).isEqualTo("one");
            }
            first.close();
            for (int i = 0; i < 100; i++) {
                syslog.send(("gone " + i).getBytes(UTF_8));
            }
            try (ServerSocket second = listening(port);
                    Socket client = second.accept()) {
                client.setSoTimeout((int) PATIENCE.toMillis());
                List<String> frames = new ArrayList<>();
                while (frames.stream().filter(frame -> frame.startsWith("gone")).count() < 100) {
                    frames.add(frame(client.getInputStream()));
                }
                assertThat(frames).contains("gone 0", "gone 99").doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void holdsNobodyUpAndIsBoundedWhileAServerHangs() throws Exception {
        try (ServerSocket server = listening(0)) {
            Syslog syslog = new Syslog(tcp(server.getLocalPort()));
            syslog.send("one".getBytes(UTF_8));
            try (Socket client = server.accept()) { // Which never reads.
                byte[] message = new byte[10_000];
                Thread logging = new Thread(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        syslog.send(message); // 1 GB, had it to be kept.
                    }
                });
                logging.start();
                await().atMost(PATIENCE).until(() -> !logging.isAlive());
                assertThat(client.isClosed()).isFalse();
                Thread closing = new Thread(syslog::close);
                closing.start();
                await().atMost(PATIENCE).until(() -> !closing.isAlive());
            }
        }
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("effe-syslog") && thread.isAlive()));
    }

    @Test
    void endsAlthoughNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = listening(0)) {
            port = free.getLocalPort();
        }
        Syslog syslog = new Syslog(tcp(port));
        syslog.send("lost".getBytes(UTF_8));
        Thread closing = new Thread(syslog::close);
        closing.start();
        await().atMost(PATIENCE).until(() -> !closing.isAlive());
    }
}
