package dev.effe.server.edge;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import dev.effe.server.StartException;
import dev.effe.server.tls.TestIdentity;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on the main port, seen by the JDK's own client and by raw bytes. */
@Timeout(120)
class TlsTest {

    private static final TestIdentity RSA = TestIdentity.rsa("one");
    private static final TestIdentity EC = TestIdentity.ec("two");
    private static final TestIdentity CLIENT = TestIdentity.ec("client");
    private static final int ALERT = 21;

    @TempDir
    Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void write() throws IOException {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        RSA.write(certificate, key);
    }

    private EdgeServer start(String... more) throws StartException {
        return start(null, more);
    }

    private EdgeServer start(@Nullable Logic<?> logic, String... more) throws StartException {
        List<String> settings = new ArrayList<>(List.of("tls-cert", certificate.toString()));
        settings.addAll(List.of("tls-key", key.toString()));
        settings.addAll(List.of(more));
        return new EdgeServer(logic, settings.toArray(String[]::new));
    }

    // The protocols that are spoken.

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void servesBothVersionsWithAnRsaAndAnEcKey(String version) throws Exception {
        for (TestIdentity identity : new TestIdentity[] {RSA, EC}) {
            identity.write(certificate, key);
            try (EdgeServer server = start();
                    TlsClient client = TlsClient.connect(server.port(), identity, version)) {
                assertThat(client.get("/")).isEqualTo("0 bytes");
                assertThat(client.get("/")).isEqualTo("0 bytes");
                assertThat(client.socket.getSession().getProtocol()).isEqualTo(version);
                assertThat(client.socket.getSession().getCipherSuite()).contains("AES_128_GCM");
                assertThat(server.metric("effe_tls_handshakes_total")).isEqualTo(1);
                assertThat(server.metric("effe_tls_handshakes_failed_total")).isZero();
                assertThat(server.metric("effe_tls_certificate_end"))
                        .isEqualTo(identity.certificate().getNotAfter().getTime() / 1000.0);
            }
        }
    }

    /** The JDK's client would not send this one: a ClientHello of TLS 1.1, or 1.0, with what they have in common. */
    @ParameterizedTest
    @ValueSource(strings = {"0301", "0302"})
    void refusesOlderVersionsWithAnAlert(String version) throws Exception {
        String hello = version + "00".repeat(32) + "00" + "0006c013c014002f" + "0100" + "000e" + "000a000400020017"
                + "000b00020100";
        String handshake = "01%06x%s".formatted(hello.length() / 2, hello);
        String record = "160301%04x%s".formatted(handshake.length() / 2, handshake);
        try (EdgeServer server = start();
                Socket socket = server.connect()) {
            socket.getOutputStream().write(HexFormat.of().parseHex(record));

            // A fatal alert, protocol_version (RFC 8446, 6).
            assertThat(HexFormat.of().formatHex(socket.getInputStream().readAllBytes()))
                    .matches("1503..0002" + "0246");
            assertThat(server.metric("effe_tls_handshakes_failed_total")).isEqualTo(1);
            assertQuiet(server);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_RSA_WITH_AES_128_GCM_SHA256"
            })
    void refusesWeakCipherSuites(String suite) throws Exception {
        try (EdgeServer server = start();
                TlsClient client = TlsClient.connect(server.port(), RSA, "TLSv1.2")) {
            client.socket.setEnabledCipherSuites(new String[] {suite});

            assertThatThrownBy(client.socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            assertQuiet(server);
        }
    }

    @Test
    void choosesHttp11ByAlpnAndRefusesWhatItDoesNotSpeak() throws Exception {
        try (EdgeServer server = start()) {
            assertThat(negotiated(server, "http/1.1")).isEqualTo("http/1.1");
            assertThat(negotiated(server, "spdy/1", "http/1.1")).isEqualTo("http/1.1");
            assertThat(negotiated(server)).isEmpty();
            assertThatThrownBy(() -> negotiated(server, "smtp"))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("no_application_protocol");
        }
    }

    private static String negotiated(EdgeServer server, String... offered) throws Exception {
        try (TlsClient client = TlsClient.connect(server.port(), RSA)) {
            SSLParameters parameters = client.socket.getSSLParameters();
            parameters.setApplicationProtocols(offered);
            client.socket.setSSLParameters(parameters);
            client.socket.startHandshake();
            return client.socket.getApplicationProtocol();
        }
    }

    @Test
    void refusesToRenegotiate() throws Exception {
        try (EdgeServer server = start();
                TlsClient client = TlsClient.connect(server.port(), RSA, "TLSv1.2")) {
            assertThat(client.get("/")).isEqualTo("0 bytes");

            assertThatThrownBy(() -> {
                        client.socket.startHandshake();
                        client.get("/");
                    })
                    .isInstanceOf(IOException.class);
            assertQuiet(server);
        }
    }

    @Test
    void computesHandshakesOnThreadsOfTheirOwn() throws Exception {
        try (EdgeServer server = start();
                TlsClient client = TlsClient.connect(server.port(), RSA)) {
            assertThat(client.get("/")).isEqualTo("0 bytes");
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .anyMatch(name -> name.startsWith("effe-tls-") && !name.equals("effe-tls-files"));
        }
    }

    // Connections that come to nothing.

    @Test
    void answersHttpInClearTextWithOneThatSaysWhy() throws Exception {
        String body = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + "x".repeat(300_000);
        for (String text : new String[] {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", body, "G", "PRI * HTTP/2.0\r\n\r\n"}) {
            try (EdgeServer server = start();
                    Socket socket = server.connect()) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();

                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 400 Bad Request\r\n")
                        .contains("\r\nConnection: close\r\n", "but this port speaks TLS: use https.");
                server.awaitMetric("effe_tls_handshakes_failed_total", 1);
                assertQuiet(server);
            }
        }
    }

    @Test
    void closesWhatIsNeitherTlsNorHttpAtOnceAndWithoutAWord() throws Exception {
        for (String text : new String[] {"SSH-2.0-OpenSSH_9.6\r\n", "\0\0\0\0\0\0"}) {
            try (EdgeServer server = start();
                    Socket socket = server.connect()) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));

                assertThat(upToTheEnd(socket)).as(text).isEmpty();
                server.awaitMetric("effe_tls_handshakes_failed_total", 1);
                assertQuiet(server);
            }
        }
    }

    @Test
    void closesWhoDoesNotFinishTheHandshakeInTime() throws Exception {
        try (EdgeServer server = start("head-timeout", "1s");
                Socket silent = server.connect();
                Socket halfway = server.connect()) {
            halfway.getOutputStream().write(HexFormat.of().parseHex("16030100c8010000c40303"));

            assertThat(upToTheEnd(silent)).isEmpty();
            assertThat(upToTheEnd(halfway)).isEmpty();
            assertQuiet(server);
        }
    }

    @Test
    void closesWhoEndsItsInputBeforeTheHandshakeAndDoesNotCountIt() throws Exception {
        try (EdgeServer server = start("head-timeout", "1h");
                Socket socket = server.connect()) {
            socket.shutdownOutput();

            assertThat(upToTheEnd(socket)).isEmpty();
            server.awaitMetric("effe_http_connections", 0);
            assertThat(server.metric("effe_tls_handshakes_failed_total")).isZero();
            assertQuiet(server);
        }
    }

    @Test
    void answersWhoEndsItsInputInTheSamePacketAsTheHandshake() throws Exception {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (EdgeServer server = start();
                    TlsClient client = TlsClient.connect(server.port(), RSA, version)) {
                client.socket.startHandshake();
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                client.finWithoutCloseNotify();

                assertThat(client.answer()).isEqualTo("0 bytes");
            }
        }
    }

    private static byte[] upToTheEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    private static void assertQuiet(EdgeServer server) {
        assertThat(server.logged(Level.WARN)).isEmpty();
    }

    // The ends of connections.

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void saysWithACloseNotifyThatAnAnswerIsComplete(String version) throws Exception {
        try (EdgeServer server = start();
                TlsClient client = TlsClient.connect(server.port(), RSA, version)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            assertThat(client.answer()).isEqualTo("0 bytes");
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
            byte[] types = client.receivedRecordTypes();
            // From 1.3 on an alert looks like data.
            assertThat(types[types.length - 1]).isEqualTo((byte) (version.equals("TLSv1.2") ? ALERT : 23));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientThatGoesOnSendingReadsItsRefusal(String version) throws Exception {
        try (EdgeServer server = start("max-body", "1000");
                TlsClient client = TlsClient.connect(server.port(), RSA, version)) {
            client.get("/"); // Has TLS ready: what the server drops, it drops for a second at most.
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
            client.send("x".repeat(100_000));

            assertThat(client.answer()).contains("too-large");
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
            assertQuiet(server);
        }
    }

    @Test
    void aClientThatHalfClosesIsAnswered() throws Exception {
        try (EdgeServer server = start();
                TlsClient client = TlsClient.connect(server.port(), RSA, "TLSv1.3")) {
            client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            server.inFunction.await();
            client.socket.shutdownOutput();
            server.mayAnswer.countDown();

            assertThat(client.answer()).isEqualTo("waited");
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientThatClosesBetweenRequestsIsLetGo(String version) throws Exception {
        try (EdgeServer server = start("idle-timeout", "1h")) {
            try (TlsClient client = TlsClient.connect(server.port(), RSA, version)) {
                assertThat(client.get("/")).isEqualTo("0 bytes");
            }
            server.awaitMetric("effe_http_connections", 0);
            assertQuiet(server);
        }
    }

    @Test
    void aClientThatDoesNotReadIsResetWithoutACloseNotify() throws Exception {
        try (EdgeServer server = start("write-timeout", "1s", "max-unsent", "1KiB");
                TlsClient client = TlsClient.connect(server.port(), RSA, "TLSv1.2")) {
            client.send("GET /large?bytes=60000000 HTTP/1.1\r\nHost: a\r\n\r\n");

            server.awaitMetric("effe_http_stalled_total", 1);
            assertThatThrownBy(() -> client.socket.getInputStream().readAllBytes())
                    .isInstanceOf(IOException.class);
            assertThat(client.receivedRecordTypes()).doesNotContain(ALERT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sendsLargeAnswersWhole(String version) throws Exception {
        try (EdgeServer server = start();
                TlsClient client = TlsClient.connect(server.port(), RSA, version)) {
            assertThat(client.get("/large?bytes=9000000")).hasSize(9_000_000);
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n" + "x".repeat(5_000_000));
            assertThat(client.answer()).isEqualTo("5000000 bytes");
        }
    }

    @Test
    void drainsAsWithoutTls() throws Exception {
        try (EdgeServer server = start();
                TlsClient idle = TlsClient.connect(server.port(), RSA);
                TlsClient busy = TlsClient.connect(server.port(), RSA)) {
            assertThat(idle.get("/")).isEqualTo("0 bytes");
            busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            server.inFunction.await();
            ExecutorService stopper = Executors.newSingleThreadExecutor();
            Future<Boolean> complete = stopper.submit(server::stop);

            assertThat(idle.socket.getInputStream().read()).isEqualTo(-1);
            server.mayAnswer.countDown();
            assertThat(busy.answer()).isEqualTo("waited");
            assertThat(complete.get(60, TimeUnit.SECONDS)).isTrue();
            stopper.shutdown();
        }
    }

    @Test
    void servesManyAtOnce() throws Exception {
        SSLContext context = TlsClient.trusting(RSA, null);
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try (EdgeServer server = start()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String[] version = {i % 2 == 0 ? "TLSv1.2" : "TLSv1.3"};
                answers.add(clients.submit(() -> {
                    try (TlsClient client = TlsClient.connect(server.port(), context, version)) {
                        return client.get("/") + client.get("/");
                    }
                }));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("0 bytes0 bytes");
            }
            server.awaitMetric("effe_http_connections", 0);
        } finally {
            clients.shutdownNow();
        }
    }

    // Client certificates.

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void takesOnlyClientsWithACertificateOfTheAuthority(String version) throws Exception {
        Path authority = Files.writeString(folder.resolve("ca.pem"), CLIENT.certificatePem());
        try (EdgeServer server = start("tls-client-ca", authority.toString())) {
            try (TlsClient client = TlsClient.connect(server.port(), TlsClient.trusting(RSA, CLIENT), version)) {
                assertThat(client.get("/")).isEqualTo("0 bytes");
            }
            TestIdentity[] refused = {null, TestIdentity.ec("stranger"), TestIdentity.expired()};
            for (TestIdentity identity : refused) {
                try (TlsClient client = TlsClient.connect(server.port(), TlsClient.trusting(RSA, identity), version)) {
                    assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
                }
            }
            server.awaitMetric("effe_tls_handshakes_failed_total", refused.length);
            assertThat(server.metric("effe_tls_handshakes_total")).isEqualTo(1);
            assertQuiet(server);
        }
    }

    // Files.

    @Test
    void takesNewFilesForNewConnectionsAndKeepsTheOldOnes() throws Exception {
        try (EdgeServer server = start();
                TlsClient before = TlsClient.connect(server.port(), RSA)) {
            assertThat(before.get("/")).isEqualTo("0 bytes");

            EC.write(certificate, key);
            awaitCertificate(server, EC);

            assertThat(before.get("/")).isEqualTo("0 bytes");
            assertThat(server.logged(Level.INFO)).anyMatch(line -> line.startsWith("Took the new certificate: CN=two"));
            assertThat(server.metric("effe_tls_reloads_total")).isEqualTo(1);
            assertQuiet(server);
        }
    }

    @Test
    void takesFilesThatASymbolicLinkSwapsAsKubernetesDoes() throws Exception {
        Path first = Files.createDirectory(folder.resolve("..2026_01_01"));
        Path second = Files.createDirectory(folder.resolve("..2026_02_02"));
        RSA.write(first.resolve("tls.crt"), first.resolve("tls.key"));
        EC.write(second.resolve("tls.crt"), second.resolve("tls.key"));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        Path mounted = Files.createDirectory(folder.resolve("mount"));
        certificate = Files.createSymbolicLink(mounted.resolve("tls.crt"), data.resolve("tls.crt"));
        key = Files.createSymbolicLink(mounted.resolve("tls.key"), data.resolve("tls.key"));
        try (EdgeServer server = start()) {
            awaitCertificate(server, RSA);

            Path swapped = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
            Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE);

            awaitCertificate(server, EC);
        }
    }

    @Test
    void keepsTheOldCertificateWhenTheNewFilesAreBad() throws Exception {
        try (EdgeServer server = start();
                TlsClient before = TlsClient.connect(server.port(), RSA)) {
            assertThat(before.get("/")).isEqualTo("0 bytes");

            Files.writeString(certificate, EC.certificatePem());
            server.awaitMetric("effe_tls_reloads_failed_total", 1);
            assertThat(server.logged(Level.WARN))
                    .containsExactly("The certificate from before stays in use: tls-key " + key
                            + " does not belong to the certificate of tls-cert " + certificate);
            awaitCertificate(server, RSA);
            Files.delete(certificate);
            server.awaitMetric("effe_tls_reloads_failed_total", 2);
            awaitCertificate(server, RSA);
            assertThat(before.get("/")).isEqualTo("0 bytes");

            EC.write(certificate, key);
            awaitCertificate(server, EC);
        }
    }

    @Test
    void takesANewAuthorityForClients() throws Exception {
        Path authority = Files.writeString(folder.resolve("ca.pem"), CLIENT.certificatePem());
        TestIdentity stranger = TestIdentity.ec("stranger");
        try (EdgeServer server = start("tls-client-ca", authority.toString())) {
            SSLContext context = TlsClient.trusting(RSA, CLIENT);
            try (TlsClient client = TlsClient.connect(server.port(), context)) {
                assertThat(client.get("/")).isEqualTo("0 bytes");
            }
            Files.writeString(authority, stranger.certificatePem());
            server.awaitMetric("effe_tls_reloads_total", 1);

            // Not by resuming the session of before either.
            try (TlsClient client = TlsClient.connect(server.port(), context)) {
                assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
            }
            try (TlsClient client = TlsClient.connect(server.port(), TlsClient.trusting(RSA, stranger))) {
                assertThat(client.get("/")).isEqualTo("0 bytes");
            }
        }
    }

    private static void awaitCertificate(EdgeServer server, TestIdentity identity) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try (TlsClient client = TlsClient.connect(server.port(), identity)) {
                client.socket.startHandshake();
                X509Certificate seen =
                        (X509Certificate) client.socket.getSession().getPeerCertificates()[0];
                return seen.equals(identity.certificate());
            } catch (SSLException notTrusted) {
                return false;
            }
        });
    }

    @Test
    void doesNotStartWithBadFiles() throws Exception {
        Files.writeString(key, EC.keyPem());
        assertThatThrownBy(this::start)
                .isInstanceOf(StartException.class)
                .hasMessage("tls-key " + key + " does not belong to the certificate of tls-cert " + certificate)
                .hasNoCause();
        Files.delete(key);
        assertThatThrownBy(this::start)
                .isInstanceOf(StartException.class)
                .hasMessage("tls-key " + key + " cannot be read: there is no such file");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("effe-tls-files");
    }

    @Test
    void noticesBadFilesBeforeTheFunctionsInit() throws Exception {
        AtomicBoolean initialized = new AtomicBoolean();
        Logic<Integer> logic = new Logic<>() {
            @Override
            public void init(Setup setup) {
                initialized.set(true);
            }

            @Override
            public Integer start() {
                return 1;
            }

            @Override
            public void run(Integer context, Request request, Response response) {}
        };
        Files.writeString(key, "no key");

        assertThatThrownBy(() -> start(logic)).isInstanceOf(StartException.class);
        assertThat(initialized).isFalse();
        RSA.write(certificate, key);
        start(logic).close();
        assertThat(initialized).isTrue();
    }

    @Test
    void startsWithAnExpiredCertificateAndWarns() throws Exception {
        TestIdentity.expired().write(certificate, key);
        try (EdgeServer server = start()) {
            assertThat(server.logged(Level.WARN))
                    .singleElement()
                    .asString()
                    .startsWith("The certificate of tls-cert is not valid now: CN=expired, valid until ");
        }
    }

    @Test
    void theAdminPortStaysInClearText() throws Exception {
        try (EdgeServer server = start()) {
            assertThat(server.metric("effe_tls_handshakes_total")).isZero();
        }
    }
}
