package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.tls.TestIdentity;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A syslog server gets the log of the real process. */
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
                assertThat(receive(server)).matches(HEAD + "access - .* ACCESS .* path=/x .* status=200 .*");
            }
        }
    }

    @Test
    void sendsByTlsToWhomItTrustsOnly() throws Exception {
        TestIdentity trusted = TestIdentity.ec("logs");
        trusted.write(folder.resolve("ca.pem"), folder.resolve("key.pem"));
        try (ServerSocket server = listening(trusted);
                ServerSocket stranger = listening(TestIdentity.ec("stranger"))) {
            try (EffeProcess effe = start(server);
                    Socket client = server.accept()) {
                effe.ready();
                client.setSoTimeout((int) EffeProcess.PATIENCE.toMillis());
                assertThat(frame(client)).contains(" Main - Main - No function is named: ");
                assertThat(frame(client)).matches(HEAD + "Main - Main - Serving .* on port " + effe.port() + ".*");
                client.setSoTimeout(1); // Its close waits so long for Effe's answer.
            }
            try (EffeProcess effe = start(stranger);
                    Socket client = stranger.accept()) {
                effe.ready();
                client.setSoTimeout((int) EffeProcess.PATIENCE.toMillis());
                assertThatThrownBy(() -> frame(client)).isInstanceOf(IOException.class);
                await().untilAsserted(
                                () -> assertThat(effe.output()).contains("tls://localhost:" + stranger.getLocalPort()));
                assertThat(effe.get("/").statusCode()).isEqualTo(200);
            }
        }
    }

    private EffeProcess start(ServerSocket server) {
        return EffeProcess.in(folder)
                .start(
                        "--port",
                        "0",
                        "--trusted-cas",
                        folder.resolve("ca.pem").toString(),
                        "--syslog",
                        "tls://localhost:" + server.getLocalPort());
    }

    private static ServerSocket listening(TestIdentity identity) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("it", identity.key(), new char[0], new Certificate[] {identity.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        ServerSocket server =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("localhost"));
        server.setSoTimeout((int) EffeProcess.PATIENCE.toMillis());
        return server;
    }

    /** Reads a frame of RFC 5425: a length, a blank, and as many bytes. */
    private static String frame(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        int length = 0;
        for (int c = in.read(); c != ' '; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            length = 10 * length + Character.digit(c, 10);
        }
        return new String(in.readNBytes(length), UTF_8);
    }
}
