package dev.effe.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A main of the tests' class path, as a process of its own. */
final class MainProcess implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("Open (http://localhost:(\\d+)/)");

    private final Process process;
    private final BufferedReader output;
    private final Path errors;
    private final StringBuilder read = new StringBuilder();

    private MainProcess(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    /** @param environment all that it has besides what Java needs */
    static MainProcess start(Class<?> main, List<String> jvm, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(jvm);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("effe-main", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().retainAll(Set.of("PATH", "HOME", "XDG_CACHE_HOME", "TMPDIR", "LANG"));
        builder.environment().putAll(environment);
        return new MainProcess(builder.start(), errors);
    }

    /** Reads on until a line tells the URL. */
    URI url() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            read.append(line).append('\n');
            Matcher url = URL.matcher(line);
            if (url.find()) {
                return URI.create(url.group(1));
            }
        }
        throw new AssertionError("No URL in " + read + errors());
    }

    String get(URI url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url));
    }

    String post(URI url, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(body)));
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    /** Sends SIGTERM, as an IDE's stop does. */
    void stop() {
        process.toHandle().destroy(); // Process.destroy would close the output too.
    }

    int exitCode() throws InterruptedException, IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            read.append(line).append('\n');
        }
        return process.waitFor();
    }

    /** The lines of standard output so far. */
    String output() {
        return read.toString();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(errors);
    }
}
