package dev.effe.tool.dev.tests;

import dev.effe.server.json.Json;
import dev.effe.server.threads.ServerThreads;
import dev.effe.tool.dev.project.Surefire;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A JVM of tests: with low priority and a small heap, and never left behind. A test that calls System.exit ends only
 * this. Confined to one thread, but for what its reader does.
 */
final class TestProcess implements AutoCloseable {

    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final String MAIN = "dev.effe.tool.dev.tests.fork.TestMain";
    private static final String MARK = "effe-test:";
    private static final long LOOK_MILLIS = 100;
    private static final int MOST_OTHER_LINES = 40;
    private static final int MOST_CHARS = 2_000;

    /** Beyond its own limit it is killed. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Process process;
    private final Duration limit;
    private final Thread reader;

    // Guarded by this.
    private final List<Map<?, ?>> events = new ArrayList<>();
    /** The last lines that are none of ours: of a JVM that crashes, or does not start. */
    private final Deque<String> others = new ArrayDeque<>();

    private long lastNanos = System.nanoTime();

    private TestProcess(Process process, Duration limit) {
        this.process = process;
        this.limit = limit;
        reader = ServerThreads.replaceable("effe-dev-tests-output", this::read);
        reader.start();
    }

    /**
     * Starts it.
     *
     * @param more what is before the class path of the tests
     * @param limit of a test
     */
    static TestProcess start(Target target, List<Path> more, List<String> classes, Duration limit) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            command.add(NICE.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        Surefire options = target.code().options();
        command.addAll(options.arguments());
        options.properties().forEach((name, value) -> command.add("-D" + name + "=" + value));
        List<Path> classPath = new ArrayList<>(more);
        classPath.addAll(target.classPath());
        command.addAll(List.of(
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                "-Dbasedir=" + target.code().module().folder(),
                MAIN));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(target.code().module().folder().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(options.environment());
        Process process = builder.start();
        TestProcess started = new TestProcess(process, limit);
        String orders = orders(options, classes, limit);
        try {
            OutputStream to = process.getOutputStream(); // Open as long as this process is there.
            to.write(orders.getBytes(StandardCharsets.UTF_8));
            to.flush();
        } catch (IOException e) {
            // It has ended: what it said says why.
        }
        return started;
    }

    private static String orders(Surefire options, List<String> classes, Duration limit) {
        return limit.toMillis()
                + "\n"
                + String.join(",", options.groups())
                + "\n"
                + String.join(",", options.excludedGroups())
                + "\n"
                + String.join("\n", classes)
                + "\n\n";
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            // It has been killed.
        }
    }

    private synchronized void take(String line) {
        if (line.startsWith(MARK)) {
            try {
                byte[] json = line.substring(MARK.length()).getBytes(StandardCharsets.UTF_8);
                if (Json.read(json) instanceof Map<?, ?> event) {
                    events.add(event);
                    lastNanos = System.nanoTime();
                }
                return;
            } catch (IllegalArgumentException e) {
                // A child of a test has written into it.
            }
        }
        if (!line.isBlank()) {
            others.add(line.substring(0, Math.min(line.length(), MOST_CHARS)));
            if (others.size() > MOST_OTHER_LINES) {
                others.remove();
            }
        }
    }

    /**
     * Waits for its end.
     *
     * @param over asked now and then: true if nobody wants the results any more
     * @return false if it was cut
     */
    boolean await(BooleanSupplier over) throws InterruptedException {
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (over.getAsBoolean()) {
                close();
                return false;
            }
            if (quietNanos() > limit.plus(GRACE).toNanos()) {
                close();
            }
        }
        reader.join(GRACE.toMillis()); // A child of a test may keep the pipe open.
        return true;
    }

    private synchronized long quietNanos() {
        return System.nanoTime() - lastNanos;
    }

    /** The lines of tests, as they came. */
    synchronized List<Map<?, ?>> events() {
        return List.copyOf(events);
    }

    /** The last lines that are none of tests. */
    synchronized String others() {
        return String.join("\n", others);
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Ends it and its children now. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone.
        }
    }
}
