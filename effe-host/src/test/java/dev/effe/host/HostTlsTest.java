package dev.effe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.host.invoke.EventLimits;
import dev.effe.host.kit.Signer;
import dev.effe.host.logs.LogLimits;
import dev.effe.server.tls.TestIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host with keys and TLS, on all interfaces; no instance runs. */
@Timeout(120)
class HostTlsTest {

    private static final String FUNCTIONS = "/2015-03-31/functions";

    @TempDir
    private Path folder;

    private final TestIdentity identity = TestIdentity.rsa("localhost");
    private Path keys;

    @BeforeEach
    void write() throws IOException {
        identity.write(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        keys = Files.writeString(folder.resolve("keys"), "ops secret admin\n");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    }

    private Host start() throws IOException, InterruptedException {
        AccessSettings access = new AccessSettings(
                Optional.of(keys),
                Optional.of(folder.resolve("tls.crt")),
                Optional.of(folder.resolve("tls.key")),
                false);
        return Host.start(
                new HostSettings(
                        "0.0.0.0",
                        0,
                        access,
                        folder.resolve("data"),
                        Path.of("java"),
                        Path.of("effe.jar"),
                        512,
                        1000,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        new EventLimits(16 << 20, Duration.ofSeconds(1)),
                        new LogLimits(Duration.ofDays(7), 100 << 20),
                        List.of(),
                        "",
                        "000000000000",
                        "us-east-1"),
                Map.of());
    }

    @Test
    void servesWhoSignsByTls() throws Exception {
        try (Host host = start()) {
            SSLContext trust = SSLContext.getInstance("TLS");
            trust.init(null, identity.trust(), null);
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(trust)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            URI uri = URI.create("https://localhost:" + host.port() + FUNCTIONS);
            HttpRequest.Builder signed = HttpRequest.newBuilder(uri);
            for (String header : new Signer("ops", "secret", "lambda")
                    .headers("GET", FUNCTIONS, new byte[0], uri.getAuthority(), Instant.now())) {
                if (!header.startsWith("Host:")) { // The client sends its own, which is the same.
                    signed.header(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(' ') + 1));
                }
            }

            HttpResponse<String> answer = client.send(signed.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
            HttpResponse<String> unsigned =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(unsigned.statusCode()).isEqualTo(403);
            assertThat(unsigned.headers().firstValue("x-amzn-errortype"))
                    .contains("MissingAuthenticationTokenException");
        }
    }

    @Test
    void startsNotWithKeysThatOthersCanRead() throws IOException {
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("--keys " + keys);
    }

    @Test
    void startsNotWithoutItsCertificate() throws IOException {
        Files.delete(folder.resolve("tls.crt"));

        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("tls-cert");
    }
}
