package dev.effe.bench.host;

import dev.effe.bench.compare.ProcessStats;
import dev.effe.bench.compare.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A host in a process of its own. Used by one thread. */
final class RunningHost implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long END_SECONDS = 60;

    final int port;
    final HostApi api;
    /** From the program's start until it served. */
    final double startMillis;

    private final Process process;

    private RunningHost(Process process, int port, Path log, long beganNanos) throws IOException, InterruptedException {
        this.process = process;
        this.port = port;
        api = new HostApi(port);
        while (!api.isReady()) {
            if (!process.isAlive() || System.nanoTime() - beganNanos > PATIENCE_NANOS) {
                process.destroyForcibly();
                throw new IOException("The host does not start; see " + log);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        startMillis = (System.nanoTime() - beganNanos) / 1e6;
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param data its folder, beside which its log is written
     * @param heap an argument for Java, such as {@code -Xmx64m}; "" for none
     */
    static RunningHost start(HostOptions options, Path data, String heap, String... more)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(List.of(options.java.toString()));
        if (!heap.isEmpty()) {
            command.add(heap);
        }
        command.addAll(List.of("-jar", options.effe.toAbsolutePath().toString(), "host"));
        command.addAll(List.of("--port", Integer.toString(port), "--data-dir", data.toString()));
        command.addAll(List.of("--init-timeout", "60s"));
        command.addAll(List.of(more));
        Path log = data.resolveSibling(data.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(options.pinned(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        long beganNanos = System.nanoTime();
        return new RunningHost(builder.start(), port, log, beganNanos);
    }

    long pid() {
        return process.pid();
    }

    /** The processor time of the host alone. */
    long cpuMicros() throws IOException {
        return ProcessStats.cpuMicros(process.pid());
    }

    /** Its instances. */
    List<Long> instances() {
        return process.children().map(ProcessHandle::pid).toList();
    }

    /** The processor time of its instances. */
    long instanceCpuMicros() throws IOException {
        long micros = 0;
        for (long instance : instances()) {
            micros += ProcessStats.cpuMicros(instance);
        }
        return micros;
    }

    /** Waits until so many are left, such as without that of the code before. */
    void awaitInstances(int count) throws InterruptedException {
        long beganNanos = System.nanoTime();
        while (process.children().count() != count) {
            if (System.nanoTime() - beganNanos > PATIENCE_NANOS) {
                throw new IllegalStateException("Instances do not end");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Kills its instances, so that the next call starts one. */
    void killInstances() throws IOException, InterruptedException {
        process.children().forEach(ProcessHandle::destroyForcibly);
        awaitInstances(0);
        while (api.hasInstances()) { // It learns of their ends one by one.
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Ends it, and its instances. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
