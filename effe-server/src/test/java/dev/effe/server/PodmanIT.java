package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.acme.Replica;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Has podman run what {@code effe image} has made of the base image that {@code -Deffe.base=FILE} names, a tar or folder
 * in the OCI layout whose Java runs effe.jar.
 */
@EnabledIfSystemProperty(named = "effe.base", matches = ".+", disabledReason = "needs -Deffe.base=FILE and podman")
class PodmanIT {

    private static final String NAME = "localhost/effe-podman-it:1";

    @TempDir
    Path folder;

    @Test
    void runsTheImageWithoutAnyRights() throws Exception {
        Path jar = new FunctionJar().add(Replica.class).jar(folder.resolve("replica.jar"));
        Path image = folder.resolve("image.tar");
        try (EffeProcess effe = EffeProcess.in(folder)
                .start(
                        "image",
                        "--function",
                        jar.toString(),
                        "-o",
                        image.toString(),
                        "--base",
                        System.getProperty("effe.base"),
                        "--tag",
                        NAME)) {
            assertThat(effe.exitCode()).as(effe::toString).isZero();
            assertThat(effe.output()).contains(" of the function: " + NAME + "@sha256:");
        }
        podman("load", "-i", image.toString());
        try {
            assertServesAndStops();
        } finally {
            podman("rmi", NAME);
        }
    }

    private void assertServesAndStops() throws Exception {
        InetSocketAddress address = Program.freeAddress();
        String container = podman(
                        "run -d --network host --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -m 128m"
                                .concat(" " + NAME + " --set name=contained --drain-delay 0 --host ")
                                .concat(address.getAddress().getHostAddress() + " --port " + address.getPort())
                                .split(" "))
                .strip();
        try {
            assertThat(answer(address)).isEqualTo("contained /a 127.0.0.1");
            podman("stop", "-t", "30", container);
            assertThat(podman("inspect", "--format", "{{.State.ExitCode}}", container))
                    .isEqualTo("0\n");
        } finally {
            podman("rm", "-f", "-t", "0", container);
        }
    }

    private static String answer(InetSocketAddress address) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        URI uri = URI.create("http://" + Program.text(address) + "/a");
        return await().atMost(EffeProcess.PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                                .body(),
                        body -> !body.isEmpty());
    }

    /** Returns what it prints. */
    private String podman(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = Program.named("podman").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Path errors = folder.resolve("podman.err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", String.join(" ", command), Files.readString(errors))
                .isZero();
        return output;
    }
}
