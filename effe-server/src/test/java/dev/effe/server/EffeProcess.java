package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real effe.jar as a process of the JDK that runs the tests. */
final class EffeProcess implements AutoCloseable {

    static final Path EFFE_JAR = Path.of(System.getProperty("effe.jar", "target/effe.jar"));
    /** For what takes a second at most on an idle machine. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Pattern START_LINE =
            Pattern.compile("Serving .* on (?:port (\\d+)|socket [^ ,]+)(?:, admin port (\\d+))? ");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final Path output;
    private final Path errors;

    private EffeProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** The command that starts it. */
    static final class Command {
        private final Path folder;
        private final Path jar;
        private final List<String> jvm = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        private final List<String> prefix = new ArrayList<>();
        private final List<String> beside = new ArrayList<>();
        private final Map<String, String> environment = new java.util.HashMap<>();

        private Command(Path folder, Path jar) {
            this.folder = folder;
            this.jar = jar;
        }

        Command jvm(String... flags) {
            jvm.addAll(List.of(flags));
            return this;
        }

        /** Has another program start it. */
        Command by(String... program) {
            prefix.addAll(List.of(program));
            return this;
        }

        /** Lays jars and folders of classes beside effe.jar, as a distribution does. */
        Command beside(List<String> classPath) {
            beside.addAll(classPath);
            return this;
        }

        Command environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        EffeProcess start(String... arguments) {
            List<String> command = new ArrayList<>(prefix);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvm);
            if (beside.isEmpty()) {
                command.addAll(List.of("-jar", jar.toString()));
            } else {
                String classPath = jar + File.pathSeparator + String.join(File.pathSeparator, beside);
                command.addAll(List.of("-cp", classPath, "dev.effe.server.Main"));
            }
            command.addAll(List.of(arguments));
            try {
                Path output = Files.createTempFile(folder, "out", ".txt");
                Path errors = Files.createTempFile(folder, "err", ".txt");
                ProcessBuilder builder = new ProcessBuilder(command);
                leaveEnvironment(builder);
                builder.environment().putAll(environment);
                Process process = builder.redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                return new EffeProcess(process, output, errors);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Leaves out what the environment of the tests says to Effe, to Java or to functions. */
    static void leaveEnvironment(ProcessBuilder builder) {
        builder.environment()
                .keySet()
                .retainAll(Set.of("PATH", "HOME", "XDG_CACHE_HOME", "TMPDIR", "LANG", "LC_ALL", "SystemRoot"));
    }

    /** @param folder for what it prints */
    static Command in(Path folder) {
        return new Command(folder, EFFE_JAR);
    }

    static Command in(Path folder, Path jar) {
        return new Command(folder, jar);
    }

    /** Waits for the start line. */
    EffeProcess serving() {
        await().atMost(PATIENCE).until(() -> startLine().find() || !process.isAlive());
        assertThat(startLine().find()).as(this::toString).isTrue();
        return this;
    }

    private Matcher startLine() {
        return START_LINE.matcher(output());
    }

    private int port(int group) {
        Matcher line = startLine();
        assertThat(line.find()).as(this::toString).isTrue();
        return Integer.parseInt(line.group(group));
    }

    int port() {
        return port(1);
    }

    int adminPort() {
        return port(2);
    }

    /** Sends a GET. */
    HttpResponse<String> get(String path) {
        return getAsync(path).join();
    }

    CompletableFuture<HttpResponse<String>> getAsync(String path) {
        return CLIENT.sendAsync(request(port(1), path), BodyHandlers.ofString());
    }

    HttpResponse<String> getAdmin(String path) {
        return CLIENT.sendAsync(request(port(2), path), BodyHandlers.ofString()).join();
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(PATIENCE)
                .build();
    }

    EffeProcess ready() {
        serving();
        await().atMost(PATIENCE).until(() -> get("/_effe/readyz").statusCode() == 200);
        return this;
    }

    EffeProcess term() {
        process.destroy(); // SIGTERM
        return this;
    }

    EffeProcess signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                .start()
                .waitFor();
        return this;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(this::toString)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    String output() {
        return read(output);
    }

    String errors() {
        return read(errors);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return process.info().commandLine().orElse("effe") + "\nstdout:\n" + output() + "\nstderr:\n" + errors();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
