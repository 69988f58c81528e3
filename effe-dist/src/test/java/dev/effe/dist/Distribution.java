package dev.effe.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of the distribution in a folder with a space in its name, as a newcomer uses it. */
final class Distribution {

    static final Path BUILT = Path.of("target/effe").toAbsolutePath();

    private static final Pattern PORT = Pattern.compile(" on port (\\d+)");
    private static final int PATIENCE_SECONDS = 120;

    private final Path folder;
    private final Path home;

    private Distribution(Path folder) {
        this.folder = folder;
        home = folder.resolve("my effe");
    }

    /** Copies it. */
    static Distribution in(Path folder) throws IOException {
        Distribution copy = new Distribution(folder);
        try (Stream<Path> files = Files.walk(BUILT)) {
            files.forEach(copy::copyOne);
        }
        return copy;
    }

    private void copyOne(Path file) {
        try {
            Files.copy(file, home.resolve(BUILT.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path home() {
        return home;
    }

    String launcher() {
        return home.resolve("bin/effe").toString();
    }

    /** A process with this Java, and without settings of Effe's and Maven's in its environment. */
    ProcessBuilder process(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("EFFE_") || name.startsWith("MAVEN_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        return builder;
    }

    static String outputOf(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    /** Serves, asks once and stops; returns the answer. */
    static String serve(ProcessBuilder server) throws Exception {
        Process process = server.start();
        try {
            String answer = answerOf(process);
            process.destroy();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return answer;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String answerOf(Process process) throws Exception {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                URI uri = URI.create("http://127.0.0.1:" + port.group(1) + "/");
                return HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .body();
            }
        }
        throw new AssertionError("It ended without a port");
    }
}
