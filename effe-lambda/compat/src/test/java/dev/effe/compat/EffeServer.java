package dev.effe.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** effe.jar as a process of its own, with a function of these tests. */
final class EffeServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern START_LINE = Pattern.compile("Serving .* on port (\\d+)");

    private final Process process;
    private final Path output;

    private EffeServer(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it, called {@code commands}.
     *
     * @param kind the flag and the class that name the function
     */
    static EffeServer start(Path folder, List<String> kind, String... more) throws IOException {
        Path jar = folder.resolve("function.jar");
        pack(jar, Commands.class, CommandsLogic.class, CommandsHandler.class);
        List<String> arguments = new ArrayList<>(List.of("--function", jar.toString()));
        arguments.addAll(kind);
        Collections.addAll(arguments, more);
        return start(folder, Map.of(), arguments);
    }

    /** Starts it with further variables in an environment of its own. */
    static EffeServer start(Path folder, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("effe.jar"),
                "--port",
                "0",
                "--lambda-api",
                "on",
                "--function-name",
                "commands",
                "--data-dir",
                folder.resolve("data").toString()));
        command.addAll(arguments);
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .retainAll(Set.of("PATH", "HOME", "XDG_CACHE_HOME", "TMPDIR", "LANG", "LC_ALL", "SystemRoot"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        EffeServer server = new EffeServer(process, output);
        Awaitility.await().atMost(PATIENCE).until(() -> server.startLine().find() || !process.isAlive());
        return server;
    }

    private static void pack(Path file, Class<?>... types) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            for (Class<?> type : types) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream content = type.getResourceAsStream("/" + name)) {
                    content.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
    }

    private Matcher startLine() throws IOException {
        return START_LINE.matcher(output());
    }

    /** The jar that {@link #start(Path, List, String...)} packed. */
    Path function() {
        return output.resolveSibling("function.jar");
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    String endpoint() throws IOException {
        Matcher line = startLine();
        if (!line.find()) {
            throw new AssertionError(output());
        }
        return "http://localhost:" + line.group(1);
    }

    /** Ends it as a container's stop does, and gives its exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still runs " + PATIENCE + " after SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
