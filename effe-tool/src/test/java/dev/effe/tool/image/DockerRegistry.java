package dev.effe.tool.image;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The real registry of Docker, from Debian's package docker-registry, on loopback. */
final class DockerRegistry implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path UNPACKED = Path.of("target/docker-registry").toAbsolutePath();

    private final String host;
    private final Process process;

    /**
     * Starts it with nothing in it.
     *
     * @param auth the part of its configuration that says who may come in; "" for everybody
     */
    DockerRegistry(Path folder, String auth) throws IOException, InterruptedException {
        String program = program();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            host = "127.0.0.1:" + free.getLocalPort();
        }
        String configuration = """
                version: 0.1
                log: {level: warn}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "%s"}
                """.formatted(folder.resolve("registry"), host);
        Path file = Files.writeString(folder.resolve("registry.yml"), configuration + auth);
        process = new ProcessBuilder(program, "serve", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get("/v2/").getResponseCode() > 0);
    }

    /** The program of this machine, else of the package, which is downloaded once; without either, no test. */
    private static String program() throws IOException, InterruptedException {
        Path unpacked = UNPACKED.resolve("usr/bin/docker-registry");
        String[] path = Objects.requireNonNullElse(System.getenv("PATH"), "").split(":");
        Stream<Path> installed = Arrays.stream(path).map(folder -> Path.of(folder, "docker-registry"));
        if (installed.noneMatch(Files::isExecutable) && !Files.isExecutable(unpacked)) {
            Files.createDirectories(UNPACKED);
            run("apt-get download docker-registry && dpkg -x docker-registry_*.deb .");
        }
        return Files.isExecutable(unpacked) ? unpacked.toString() : "docker-registry";
    }

    private static void run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(UNPACKED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(UNPACKED.resolve("log").toFile())
                .start();
        boolean done = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        Assumptions.assumeTrue(
                done && process.exitValue() == 0,
                () -> "docker-registry cannot be had, neither from PATH nor by: " + command);
    }

    /** Where it is, with its port. */
    String host() {
        return host;
    }

    HttpURLConnection get(String path) throws IOException {
        assertThat(process.isAlive()).isTrue();
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://" + host + path).toURL().openConnection();
        connection.setRequestProperty(
                "Accept", "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json");
        return connection;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
