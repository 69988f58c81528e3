package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.otel.TestCollector;
import dev.effe.server.kit.Soon;
import dev.effe.server.tls.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process with effe-otel.jar beside effe.jar, whose collector speaks TLS and wants a token. */
class OtelIT {

    private static final Path EFFE_JAR = Path.of(System.getProperty("effe.jar", "../effe-server/target/effe.jar"));
    private static final Path OTEL_JAR = Path.of(System.getProperty("effe.otel.jar", "target/effe-otel.jar"));

    @TempDir
    private Path folder;

    @Test
    void aProcessSendsWhatItHasBeforeItStops() throws Exception {
        TestIdentity identity = TestIdentity.ec("localhost");
        Path trusted = Files.writeString(folder.resolve("ca.pem"), identity.certificatePem());
        Path headers = Files.writeString(folder.resolve("headers"), "Authorization: Bearer secret-token\n");
        try (TestCollector collector = TestCollector.start(identity);
                EffeProcess process = EffeProcess.in(folder, EFFE_JAR)
                        .beside(List.of(OTEL_JAR.toString()))
                        .start(
                                "--port",
                                "0",
                                "--admin-port",
                                "0",
                                "--function-name",
                                "greet",
                                "--trusted-cas",
                                trusted.toString(),
                                "--otlp-endpoint",
                                collector.url(),
                                "--otlp-header-file",
                                headers.toString())
                        .ready()) {
            assertThat(process.get("/").statusCode()).isEqualTo(200);
            Soon.await().until(() -> !collector.spans().isEmpty());
            assertThat(process.get("/").statusCode()).isEqualTo(200);
            assertThat(process.term().exitCode()).isZero();

            assertThat(collector.spans())
                    .filteredOn(span -> span.getName().equals("GET"))
                    .as("the last one was sent at the stop")
                    .hasSize(2);
            assertThat(collector.resource(collector.spans().get(0))).containsEntry("service.name", "greet");
            assertThat(collector.requests()).containsOnly("POST /v1/traces Bearer secret-token");
            assertThat(process.output() + process.errors()).doesNotContain("secret-token", "Exception");
        }
    }
}
