package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.effe.Logic;
import dev.effe.server.log.LogLevels;
import dev.effe.server.log.Logs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The levels of the log, read and changed while the server runs. */
class LogLevelPageTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Logger ORDERS = LoggerFactory.getLogger("com.acme.levels.Orders");

    @TempDir
    Path folder;

    private final LogLevels before = Logs.levels();

    @AfterEach
    void restore() {
        Logs.levels(before);
    }

    private InvokeTester start(String... settings) throws Exception {
        return InvokeTester.start(
                Logic.of((request, response) -> response.text("hi")), folder.resolve("data"), settings);
    }

    private static HttpResponse<String> send(InvokeTester effe, String method, String body, String... headers)
            throws Exception {
        int port = effe.tester.server.adminPort().orElseThrow();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/log-level"))
                .timeout(ServerTester.PATIENCE)
                .method(method, BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void saysAndChangesWhatIsLogged() throws Exception {
        try (InvokeTester effe = start()) {
            assertThat(effe.adminWith("GET", "/log-level").body()).isEqualTo(before + "\n");
            assertThat(ORDERS.isDebugEnabled()).isFalse();

            HttpResponse<String> changed = send(effe, "PUT", "warn,com.acme.levels=debug\n", "Effe-Admin", "yes");
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(changed.body()).isEqualTo("warn,com.acme.levels=debug\n");
            assertThat(effe.adminWith("GET", "/log-level").body()).isEqualTo(changed.body());
            assertThat(ORDERS.isDebugEnabled()).isTrue();
            assertThat(LoggerFactory.getLogger("com.acme.other").isInfoEnabled())
                    .isFalse();
            assertThat(effe.tester.logged(ch.qos.logback.classic.Level.WARN))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line -> line.startsWith("The log's levels are warn,com.acme.levels=debug now, not "));
        }
    }

    @Test
    void isChangedByThoseOnlyWhoMay() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "s3cret-token\n");
        try (InvokeTester effe = start("admin-token-file", token.toString())) {
            assertThat(send(effe, "PUT", "debug").statusCode()).isEqualTo(401);
            assertThat(send(effe, "PUT", "debug", "Effe-Admin", "yes").statusCode())
                    .isEqualTo(401);
            assertThat(Logs.levels()).isEqualTo(before);
            assertThat(send(effe, "PUT", "error", "Authorization", "Bearer s3cret-token")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(Logs.levels()).hasToString("error");
        }
    }

    @Test
    void refusesWhatIsNoLevel() throws Exception {
        try (InvokeTester effe = start()) {
            assertThat(send(effe, "PUT", "debug").statusCode()).isEqualTo(403);
            for (String wrong : new String[] {"", "INFO", "info,info", "com.acme=loud", "x".repeat(50_000)}) {
                HttpResponse<String> refused = send(effe, "PUT", wrong, "Effe-Admin", "yes");
                assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
                assertThat(refused.body()).contains("error, warn, info, debug or trace");
            }
            HttpResponse<String> deleted = send(effe, "DELETE", "", "Effe-Admin", "yes");
            assertThat(deleted.statusCode()).isEqualTo(405);
            assertThat(deleted.headers().firstValue("Allow")).hasValue("GET, HEAD, PUT");
            assertThat(Logs.levels()).isEqualTo(before);
        }
    }
}
