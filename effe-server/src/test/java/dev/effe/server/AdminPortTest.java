package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.effe.Logic;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what on the admin port. */
class AdminPortTest {

    private static final List<String> PAGES = List.of("/livez", "/readyz", "/metrics", "/info", "/events", "/none");

    @TempDir
    Path folder;

    /** A server with an event that has failed. */
    private InvokeTester start(String... more) throws Exception {
        Logic<?> failing = Logic.of((request, response) -> {
            throw new IllegalStateException("failed on purpose");
        });
        String[] settings = new String[more.length + 2];
        settings[0] = "event-retries";
        settings[1] = "0";
        System.arraycopy(more, 0, settings, 2, more.length);
        InvokeTester effe = InvokeTester.start(failing, folder.resolve("data"), settings);
        assertThat(effe.event("\"secret\"").statusCode()).isEqualTo(202);
        await().atMost(ServerTester.PATIENCE).until(() -> effe.tester.metric("effe_events_failed") >= 1);
        return effe;
    }

    private static String failedId(InvokeTester effe) {
        String page = effe.adminWith("GET", "/events").body();
        return page.replaceFirst("(?s).*\"id\":\"([^\"]+)\".*", "$1");
    }

    private static int raw(InvokeTester effe, String head) throws Exception {
        int port = effe.tester.server.adminPort().orElseThrow();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return status(socket, head);
        }
    }

    @Test
    void listensOnLoopbackUnlessToldOtherwise() throws Exception {
        Optional<InetAddress> other = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof java.net.Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        Assumptions.assumeTrue(other.isPresent(), "no address but loopback");
        try (InvokeTester effe = start()) {
            InetSocketAddress address = new InetSocketAddress(
                    other.get(), effe.tester.server.adminPort().orElseThrow());
            assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()))
                    .isInstanceOf(java.net.ConnectException.class);
        }
        try (InvokeTester effe = start("admin-host", "0.0.0.0")) {
            int port = effe.tester.server.adminPort().orElseThrow();
            String host = other.get().getHostAddress() + ":" + port;
            try (Socket socket = new Socket(other.get(), port)) {
                // As a probe or Prometheus does it.
                assertThat(status(socket, "GET /metrics HTTP/1.1\r\nHost: " + host))
                        .isEqualTo(200);
            }
            try (Socket socket = new Socket(other.get(), port)) {
                // Not of this machine's loopback, so the header is not enough.
                assertThat(status(socket, "DELETE /events?state=all HTTP/1.1\r\nEffe-Admin: yes\r\nHost: " + host))
                        .isEqualTo(403);
            }
            assertThat(effe.tester.metric("effe_events_failed")).isPositive();
        }
    }

    private static int status(Socket socket, String head) throws Exception {
        socket.getOutputStream().write((head + "\r\nConnection: close\r\n\r\n").getBytes("US-ASCII"));
        String answer = new String(socket.getInputStream().readAllBytes(), "UTF-8");
        return Integer.parseInt(answer.substring(9, 12));
    }

    @Test
    void servesNoPageUnderANameOfAStranger() throws Exception {
        try (InvokeTester effe = start("admin-hosts", "effe, ops.example.com")) {
            for (String page : PAGES) {
                for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80")) {
                    assertThat(raw(effe, "GET " + page + " HTTP/1.1\r\nHost: " + host))
                            .as(page + " " + host)
                            .isEqualTo(403);
                }
                int found = page.equals("/none") ? 404 : 200;
                for (String host : List.of(
                        "localhost:9", "127.0.0.1", "[::1]:80", "10.0.0.7:9090", "effe", "ops.example.com:443")) {
                    assertThat(raw(effe, "GET " + page + " HTTP/1.1\r\nHost: " + host))
                            .as(page + " " + host)
                            .isEqualTo(found);
                }
            }
        }
    }

    @Test
    void servesNothingToWebPagesOfOthers() throws Exception {
        try (InvokeTester effe = start()) {
            String id = failedId(effe);
            for (String header : List.of(
                    "Origin: http://evil.example",
                    "Origin: null",
                    "Sec-Fetch-Site: cross-site",
                    "Sec-Fetch-Site: same-site")) {
                for (String line : List.of(
                        "GET /events/" + id,
                        "POST /events/redrive",
                        "POST /events/" + id + "/redrive",
                        "DELETE /events?state=all",
                        "OPTIONS /events",
                        "GET /metrics")) {
                    String head =
                            line + " HTTP/1.1\r\nHost: localhost\r\nEffe-Admin: yes\r\nContent-Length: 0\r\n" + header;
                    assertThat(raw(effe, head)).as(line + " " + header).isEqualTo(403);
                }
            }
            assertThat(effe.tester.metric("effe_events_failed")).isEqualTo(1);
        }
    }

    /** A link of the admin port's own page sends this, in a browser on this machine: it reads, and changes nothing. */
    @Test
    void aLinkOfItsOwnPageReadsOnly() throws Exception {
        try (InvokeTester effe = start()) {
            String own = " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nSec-Fetch-Site: same-origin";
            String id = failedId(effe);
            assertThat(raw(effe, "GET /events/" + id + own)).isEqualTo(200);
            assertThat(raw(effe, "GET /events/" + id + own + "\r\nX-Forwarded-For: 10.0.0.1"))
                    .isEqualTo(403);
            assertThat(raw(effe, "GET /events/" + id + own.replace("same-origin", "none")))
                    .as("somebody typed it, or a mail had it")
                    .isEqualTo(403);
            assertThat(raw(effe, "POST /events/" + id + "/redrive" + own)).isEqualTo(403);
            assertThat(raw(effe, "DELETE /events?state=all" + own)).isEqualTo(403);
        }
    }

    @Test
    void changesAndPayloadsNeedAHeaderThatNoFormCanSend() throws Exception {
        try (InvokeTester effe = start()) {
            String id = failedId(effe);
            for (String[] one : new String[][] {
                {"GET", "/events/" + id},
                {"HEAD", "/events/" + id},
                {"POST", "/events/redrive"},
                {"POST", "/events/" + id + "/redrive"},
                {"DELETE", "/events/" + id},
                {"DELETE", "/events?state=all"}
            }) {
                HttpResponse<String> refused = effe.adminWith(one[0], one[1]);
                assertThat(refused.statusCode()).as(one[1]).isEqualTo(403);
                assertThat(refused.body()).doesNotContain("secret");
                if (!one[0].equals("HEAD")) {
                    assertThat(refused.body()).contains("Effe-Admin: yes", "--admin-token-file");
                }
                // Somebody whom a proxy of this machine has let in.
                assertThat(effe.adminWith(one[0], one[1], "Effe-Admin", "yes", "X-Forwarded-For", "127.0.0.1")
                                .statusCode())
                        .isEqualTo(403);
            }
            assertThat(effe.adminWith("GET", "/events/" + id, "X-Requested-With", "curl")
                            .body())
                    .contains("secret");
            assertThat(effe.admin("DELETE", "/events/" + id).body()).isEqualTo("{\"purged\":1}");
        }
    }

    @Test
    void changesAndPayloadsNeedTheTokenIfThereIsOne() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "s3cret-token\n");
        try (InvokeTester effe = start("admin-token-file", file.toString())) {
            String id = failedId(effe);
            for (String[] wrong : new String[][] {
                {},
                {"Effe-Admin", "yes"},
                {"Authorization", "Bearer "},
                {"Authorization", "Bearer s3cret-toke"},
                {"Authorization", "Bearer s3cret-token2"},
                {"Authorization", "Basic s3cret-token"},
                {"Authorization", "s3cret-token"}
            }) {
                HttpResponse<String> refused = effe.adminWith("GET", "/events/" + id, wrong);
                assertThat(refused.statusCode()).as(String.join(" ", wrong)).isEqualTo(401);
                assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"effe admin\"");
                assertThat(refused.body()).doesNotContain("s3cret", "\"secret");
                assertThat(effe.adminWith("DELETE", "/events?state=all", wrong).statusCode())
                        .isEqualTo(401);
            }
            assertThat(effe.adminWith("GET", "/events/" + id, "Authorization", "Bearer s3cret-token")
                            .body())
                    .contains("\"payload\":\"secret\"");

            Files.writeString(file, "another");
            assertThat(effe.adminWith("POST", "/events/redrive", "Authorization", "Bearer s3cret-token")
                            .statusCode())
                    .isEqualTo(401);
            Files.delete(file);
            assertThat(effe.adminWith("POST", "/events/redrive", "Authorization", "Bearer another")
                            .statusCode())
                    .isEqualTo(503);
            Files.writeString(file, "another");
            assertThat(effe.adminWith("DELETE", "/events?state=failed", "authorization", "bearer another")
                            .body())
                    .isEqualTo("{\"purged\":1}");
            assertThat(effe.tester.logged(Level.TRACE))
                    .noneMatch(line -> line.getFormattedMessage().contains("s3cret"));
        }
    }

    @Test
    void everyChangeIsALineOfTheLogWithWhoAndHowMany() throws Exception {
        try (InvokeTester effe = start()) {
            String id = failedId(effe);
            effe.admin("POST", "/events/" + id + "/redrive");
            await().atMost(ServerTester.PATIENCE).until(() -> effe.tester.metric("effe_events_given_up_total") == 2);
            effe.admin("DELETE", "/events?state=all");
            assertThat(effe.tester.logged(Level.INFO).stream()
                            .filter(line -> line.getLoggerName().endsWith(".EventsRoute"))
                            .map(line -> line.getFormattedMessage().replaceAll("port \\d+", "port N")))
                    .containsExactly(
                            "Event " + id + ", 1 of 1, redriven by 127.0.0.1 port N",
                            "1 events purged by 127.0.0.1 port N");
        }
    }

    @Test
    void aTokenFileThatIsNotAsItMustBeEndsTheStart() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), " \n");
        assertThatThrownBy(() -> start("admin-token-file", file.toString()))
                .isInstanceOf(StartException.class)
                .hasMessage("admin-token-file " + file
                        + " cannot be used: must hold a token of visible ASCII characters, without blanks");
    }
}
