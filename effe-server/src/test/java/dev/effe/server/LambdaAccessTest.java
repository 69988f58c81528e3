package dev.effe.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.effe.Logic;
import dev.effe.server.access.TestSigner;
import dev.effe.server.health.ServerState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call the Lambda API, and where. */
class LambdaAccessTest {

    private static final String INVOKE = "/2015-03-31/functions/echo/invocations";
    private static final String REFUSED = "HTTP/1.1 403 ";

    @TempDir
    Path folder;

    private ServerTester effe;

    @BeforeEach
    void nothingRuns() {
        effe = null;
    }

    @AfterEach
    void stop() {
        if (effe != null) {
            effe.close();
        }
    }

    private void start(String... settings) throws StartException {
        String[] all = new String[settings.length + 4];
        System.arraycopy(settings, 0, all, 0, settings.length);
        System.arraycopy(
                new String[] {"function-name", "echo", "data-dir", folder.toString()}, 0, all, settings.length, 4);
        effe = ServerTester.start(
                Logic.of((request, response) -> {
                    if (request.text().equals("\"fail\"")) {
                        throw new IllegalStateException("the password is wrong");
                    }
                    response.text(request.target() + " " + request.text());
                }),
                all);
    }

    private Path keys(String text) throws IOException {
        return Files.writeString(folder.resolve("keys"), text);
    }

    /** Sends a request to the main port. */
    private String send(String target, String headers, String body) throws IOException {
        return send(effe.server.port(), "POST", target, "Host: localhost\r\n" + headers, body);
    }

    private static String send(int port, String method, String target, String headers, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) ServerTester.PATIENCE.toMillis());
            String head = method + " " + target + " HTTP/1.1\r\n" + headers + "Connection: close\r\nContent-Length: "
                    + body.getBytes(UTF_8).length + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String signed(String target, String body, String id, String secret) {
        return TestSigner.sign("POST", target, "localhost", body, id, secret);
    }

    private static void isRefused(String answer, String type) {
        assertThat(answer)
                .startsWith(REFUSED)
                .contains("\r\nx-amzn-ErrorType: " + type + "\r\n")
                .contains("\r\nx-amzn-RequestId: ")
                .contains("\r\nContent-Type: application/json\r\n")
                .containsIgnoringCase("{\"message\":\"");
    }

    @Test
    void isOffUnlessAskedFor() throws Exception {
        start();

        assertThat(send(INVOKE, "", "1")).startsWith("HTTP/1.1 200 ").endsWith(INVOKE + " 1");
        assertThat(send(INVOKE, "", "\"fail\"")).startsWith("HTTP/1.1 500 ").doesNotContain("password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                INVOKE,
                "/2021-11-15/functions/echo/response-streaming-invocations",
                "/2014-11-13/functions/echo/invoke-async/",
                "/2015-03-31/functions/echo",
                "/2016-08-19/account-settings/"
            })
    void tellsAwssClientsOfTheFlagWhereItIsOff(String target) throws Exception {
        start();

        String answer = send(target, signed(target, "1", "AKID", "any"), "1");

        assertThat(answer)
                .startsWith(REFUSED)
                .contains("\r\nx-amzn-ErrorType: AccessDeniedException\r\n")
                .contains("\r\nx-amzn-RequestId: ")
                .contains("{\"Message\":\"")
                .contains("--lambda-api on", "EFFE_LAMBDA_API=on");
    }

    @Test
    void leavesWhatElseIsSignedToTheFunctionWhereItIsOff() throws Exception {
        start();

        assertThat(send("/orders", signed("/orders", "1", "AKID", "any"), "1")).endsWith("/orders 1");
        String forLogs = signed(INVOKE, "1", "AKID", "any").replace("/lambda/", "/logs/");
        assertThat(send(INVOKE, forLogs, "1")).endsWith(INVOKE + " 1");
        assertThat(send(INVOKE, "Authorization: Bearer /lambda/aws4_request\r\n", "1"))
                .endsWith(INVOKE + " 1");
    }

    @Test
    void goesOnWithoutSignaturesWhereThereAreNoKeys() throws Exception {
        start("lambda-api", "on");

        assertThat(send(INVOKE, "", "1")).startsWith("HTTP/1.1 200 ").endsWith("/ 1");
        assertThat(send(INVOKE, "Content-Type: application/x-www-form-urlencoded\r\n", "1"))
                .endsWith("/ 1");
        assertThat(send(INVOKE, signed(INVOKE, "1", "any", "any"), "1")).endsWith("/ 1");
        assertThat(send(INVOKE, "", "\"fail\"")).startsWith("HTTP/1.1 200 ").contains("the password is wrong");
        assertThat(send("/", "", "\"fail\"")).startsWith("HTTP/1.1 500 ").doesNotContain("password");
    }

    @Test
    void wantsASignatureWhereThereAreKeys() throws Exception {
        start(
                "lambda-api",
                "on",
                "lambda-keys",
                keys("AKID secret\nORDERS other invoke orders").toString());

        assertThat(send(INVOKE, signed(INVOKE, "1", "AKID", "secret"), "1")).endsWith("/ 1");
        isRefused(send(INVOKE, "", "1"), "MissingAuthenticationTokenException");
        isRefused(send(INVOKE, signed(INVOKE, "1", "AKID", "wrong"), "1"), "InvalidSignatureException");
        isRefused(send(INVOKE, signed(INVOKE, "2", "AKID", "secret"), "1"), "InvalidSignatureException");
        isRefused(send(INVOKE, signed(INVOKE, "1", "NOBODY", "secret"), "1"), "UnrecognizedClientException");
        isRefused(send(INVOKE, signed(INVOKE, "1", "ORDERS", "other"), "1"), "AccessDeniedException");
        isRefused(send("/2015-03-31/functions/echo", "", "1"), "MissingAuthenticationTokenException");
        assertThat(send("/orders", "", "1")).as("the function's own").endsWith("/orders 1");
        assertThat(effe.logged(Level.INFO).toString()).contains("The Lambda API refused a request from");
    }

    /** Which is hashed by a worker, not by the event loop. */
    @Test
    void checksALargeBodyToo() throws Exception {
        start("lambda-api", "on", "lambda-keys", keys("AKID secret").toString());
        String large = "\"" + "x".repeat(1_000_000) + "\"";

        assertThat(send(INVOKE, signed(INVOKE, large, "AKID", "secret"), large)).endsWith("/ " + large);
        isRefused(
                send(INVOKE, signed(INVOKE, large, "AKID", "secret"), large.replace("xx\"", "xy\"")),
                "InvalidSignatureException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void refusesWhatAWebPageMaySend(String header) throws Exception {
        start("lambda-api", "on", "cors-allow-origins", "*");

        String answer = send(INVOKE, header + "\r\nContent-Type: text/plain\r\n", "1");
        isRefused(answer, "AccessDeniedException");
        assertThat(answer).contains("Web pages may not send this").doesNotContain("Access-Control-Allow");
        assertThat(send(INVOKE, header + "\r\n" + signed(INVOKE, "1", "any", "any"), "1"))
                .as("no page can send its header")
                .endsWith("/ 1");
    }

    @Test
    void grantsNoPreflight() throws Exception {
        start("lambda-api", "on", "cors-allow-origins", "*", "cors-allow-headers", "*");
        String preflight = "Host: localhost\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: authorization\r\n";

        String answer = send(effe.server.port(), "OPTIONS", INVOKE, preflight, "");
        assertThat(answer).startsWith(REFUSED).doesNotContain("Access-Control-Allow");
        assertThat(send(effe.server.port(), "OPTIONS", "/", preflight, "")).contains("Access-Control-Allow-Origin");
    }

    @Test
    void answersUnderNamesThatNoStrangerOwns() throws Exception {
        start("lambda-api", "on", "lambda-hosts", "effe.internal");

        for (String host : List.of("localhost:8080", "127.0.0.1", "[::1]:80", "effe.internal", "Effe.Internal:8080")) {
            assertThat(send(effe.server.port(), "POST", INVOKE, "Host: " + host + "\r\n", "1"))
                    .endsWith("/ 1");
        }
        for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "effe")) {
            String answer = send(effe.server.port(), "POST", INVOKE, "Host: " + host + "\r\n", "1");
            isRefused(answer, "AccessDeniedException");
            assertThat(answer).contains("--lambda-hosts");
            String signature = TestSigner.sign("POST", INVOKE, host, "1", "any", "any");
            isRefused(
                    send(effe.server.port(), "POST", INVOKE, "Host: " + host + "\r\n" + signature, "1"),
                    "AccessDeniedException");
        }
        assertThat(send(effe.server.port(), "POST", "/orders", "Host: evil.example\r\n", "1"))
                .endsWith("/orders 1");
    }

    @Test
    void hasAPortOfItsOwn() throws Exception {
        start("lambda-port", "0");
        int port = effe.server.lambdaPort().orElseThrow();

        assertThat(send(port, "POST", INVOKE, "Host: localhost\r\n", "1")).endsWith("/ 1");
        assertThat(send(port, "POST", "/orders", "Host: localhost\r\n", "1"))
                .startsWith("HTTP/1.1 404 ")
                .contains("x-amzn-ErrorType: UnknownOperationException")
                .contains("x-amzn-RequestId: ");
        isRefused(send(port, "POST", "/orders", "Host: evil.example\r\n", "1"), "AccessDeniedException");
        assertThat(send(INVOKE, "", "1")).as("the main port").endsWith(INVOKE + " 1");
        assertThat(send(INVOKE, signed(INVOKE, "1", "AKID", "any"), "1")).contains("--lambda-port");
        String large = "x".repeat(6 * 1024 * 1024 + 1);
        assertThat(send(port, "POST", INVOKE, "Host: localhost\r\n", large)).contains("RequestTooLargeException");
    }

    @Test
    void warnsWhereWhoeverReachesItCanCallIt() throws Exception {
        start("lambda-api", "on");
        assertThat(effe.logged(Level.WARN).toString()).contains("--lambda-keys asks for signatures");
        effe.close();
        start("lambda-api", "on", "host", "127.0.0.1", "lambda-port", "0");
        assertThat(effe.logged(Level.WARN)).isEmpty();
        effe.close();
        start("lambda-api", "on", "lambda-keys", keys("AKID secret").toString());
        assertThat(effe.logged(Level.WARN).toString()).doesNotContain("asks for signatures");
    }

    @Test
    void doesNotStartWithoutItsKeys() {
        assertThatThrownBy(() -> start(
                        "lambda-api",
                        "on",
                        "lambda-keys",
                        folder.resolve("none").toString()))
                .isInstanceOf(StartException.class)
                .hasMessage("lambda-keys " + folder.resolve("none") + " does not exist");
        assertThatThrownBy(() -> start("lambda-keys", "keys"))
                .hasMessageContaining("lambda-keys")
                .hasMessageContaining("needs lambda-api");
    }

    /** A request of its own port is finished by a stop as any other. */
    @Test
    void itsRequestsAreFinishedByAStop() throws Exception {
        start("lambda-port", "0");
        int port = effe.server.lambdaPort().orElseThrow();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) ServerTester.PATIENCE.toMillis());
            String head = "POST " + INVOKE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            Thread stopping = new Thread(() -> effe.server.stop());
            stopping.start();
            while (effe.server.state() != ServerState.DRAINING) {
                Thread.onSpinWait();
            }
            socket.getOutputStream().write('1');

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("/ 1");
            stopping.join();
        }
    }
}
