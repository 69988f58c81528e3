package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** A process of {@code effe dev}, whose lines are read. */
final class DevProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private boolean ended;

    private DevProcess(Process process) {
        this.process = process;
        reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it in a folder, on a free port. */
    static DevProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, command(arguments));
    }

    /** Starts it with flags of the JVM in place of those that have tests run fast. */
    static DevProcess startWith(List<String> flags, Path folder, String... arguments) throws IOException {
        return start(folder, command(flags, arguments));
    }

    /**
     * Starts an interactive shell on a terminal, and types a command of effe dev into it, which is in a file: a terminal takes
     * 4,096 characters a line.
     *
     * @param end of the command line, such as an ampersand
     */
    static DevProcess startInShell(Path folder, String end, String... arguments) throws IOException {
        Files.writeString(folder.resolve("start"), "exec " + quoted(command(arguments)) + "\n");
        DevProcess shell = start(folder, List.of("script", "-qefc", "bash --norc -i", "/dev/null"));
        shell.type("sh start " + end);
        return shell;
    }

    /** Starts it on a terminal, as script of util-linux has it. */
    static DevProcess startOnTerminal(Path folder, String... arguments) throws IOException {
        return start(folder, List.of("script", "-qefc", quoted(command(arguments)), "/dev/null"));
    }

    private static String quoted(List<String> command) {
        return String.join(" ", command.stream().map(part -> "'" + part + "'").toList());
    }

    private static DevProcess start(Path folder, List<String> command) throws IOException {
        return new DevProcess(builder(folder, command).start());
    }

    /** A builder of a process that sees none of the settings that this process was started with. */
    static ProcessBuilder builder(Path folder, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("EFFE_"));
        return builder;
    }

    private static List<String> command(String... arguments) {
        return command(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), arguments);
    }

    private static List<String> command(List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.effe.server.Main", "dev"));
        if (!List.of(arguments).contains("--port")) {
            command.addAll(List.of("--port", "0"));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** Types a line, on a terminal. */
    void type(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (this) {
                    lines.add(line);
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // It has been killed.
        } finally {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }
    }

    synchronized String output() {
        return String.join("\n", lines);
    }

    /** The first line that fits, once it is there. */
    synchronized String awaitLine(Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<String> found = lines.stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            assertThat(left > 0 && !ended).as("%s", output()).isTrue();
            wait(left);
        }
    }

    String awaitLine(String part) throws InterruptedException {
        return awaitLine(line -> line.contains(part));
    }

    int port() throws InterruptedException {
        String line = awaitLine(" at http://localhost:");
        return Integer.parseInt(line.replaceFirst(".* at http://localhost:([0-9]+)/.*", "$1"));
    }

    URI uri(String path) throws InterruptedException {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The body of an answer that is none of a failure. */
    String text(String path) {
        try {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode())
                    .as("%s%n%s", answer.body(), output())
                    .isEqualTo(200);
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Skips a test that sends INT where processes ignore it, as those of a shell's background job do. */
    static void assumeInterruptible() throws IOException {
        Path status = Path.of("/proc/self/status"); // Only Linux tells.
        boolean ignored = Files.exists(status)
                && Files.readAllLines(status).stream().anyMatch(line -> line.matches("SigIgn:.*[2367abef]"));
        Assumptions.assumeFalse(ignored, "SIGINT is ignored by whoever started these tests, and so by Java");
    }

    /** Sends a signal such as TERM. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Its exit code, once it has ended. */
    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("%s", output())
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
