package dev.effe.bench.slow;

import dev.effe.bench.compare.ProcessStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server, effe.jar, as a process. */
final class SlowServer implements AutoCloseable {

    private static final Pattern START_LINE = Pattern.compile("Serving .* on port (\\d+), admin port (\\d+) ");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    final int port;
    final int adminPort;
    private final Process process;

    private SlowServer(Process process, Matcher startLine) {
        this.process = process;
        port = Integer.parseInt(startLine.group(1));
        adminPort = Integer.parseInt(startLine.group(2));
    }

    /** Starts it and waits until it serves. */
    static SlowServer start(Options options, List<String> settings, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(options.java.toString()));
        command.addAll(options.jvm);
        command.addAll(List.of("-jar", options.effeJar.toString(), "--host", "127.0.0.1", "--port", "0"));
        command.addAll(List.of("--admin-host", "127.0.0.1", "--admin-port", "0"));
        command.addAll(List.of("--max-connections", "1000000", "--function", options.benchJar.toString()));
        command.addAll(List.of("--logic", SlowFunction.class.getName()));
        command.addAll(settings);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long began = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - began < PATIENCE_NANOS) {
            Matcher startLine = START_LINE.matcher(Files.readString(log));
            if (startLine.find()) {
                return new SlowServer(process, startLine);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        process.destroyForcibly();
        throw new IOException("effe does not start; see " + log);
    }

    long residentMiB() throws IOException {
        return ProcessStats.residentMiB(process.pid());
    }

    int descriptors() throws IOException {
        return ProcessStats.descriptors(process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
