package dev.effe.bench.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A candidate, running. */
public final class ServerProcess implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    /** Without a connection for longer than a second: before that, Effe waits 100 ms for clients that may come. */
    private static final long IDLE_MILLIS = 1200;

    private static final byte[] REQUEST =
            "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    final Candidate candidate;
    public final int port;
    final long startMicros;
    public final long startCpuMicros;
    final long idleMiB;

    private final Process process;

    private ServerProcess(Candidate candidate, int port, Process process, long execNanos, Path log) throws IOException {
        this.candidate = candidate;
        this.port = port;
        this.process = process;
        awaitAnswer(log);
        startMicros = (System.nanoTime() - execNanos) / 1000;
        startCpuMicros = cpuMicros();
        idleMiB = residentMiB();
    }

    /** Starts it and waits for its first answer. */
    public static ServerProcess start(Candidate candidate, Options options, Path logs) throws IOException {
        return start(candidate, freePort(), options, logs);
    }

    /** The same on a given port. */
    public static ServerProcess start(Candidate candidate, int port, Options options, Path logs) throws IOException {
        List<String> command = new ArrayList<>(options.pin ? List.of("taskset", "-c", "0") : List.of());
        command.addAll(candidate.command(options.java, options.jvm, port));
        Path log = logs.resolve(candidate.name() + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        long execNanos = System.nanoTime();
        Process process = builder.start();
        try {
            return new ServerProcess(candidate, port, process, execNanos, log);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** A port that nobody listens on, for now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer(Path log) throws IOException {
        long began = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - began > PATIENCE_NANOS) {
                throw new IOException(candidate.name() + " does not start; see " + log);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean answers() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(REQUEST);
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            if (!answer.equals("HTTP/1.1 200") && !candidate.takes(Scenario.HTTP2)) {
                throw new IOException(candidate.name() + " answers " + answer);
            }
            return true;
        } catch (ConnectException | SocketTimeoutException e) {
            return false;
        }
    }

    public long pid() {
        return process.pid();
    }

    public String name() {
        return candidate.name();
    }

    long cpuMicros() throws IOException {
        return ProcessStats.cpuMicros(process.pid());
    }

    long residentMiB() throws IOException {
        return ProcessStats.residentMiB(process.pid());
    }

    long threads() throws IOException {
        return ProcessStats.threads(process.pid());
    }

    /** Asks it to end once it is idle; returns how long that took. */
    long stopMicros() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
        long began = System.nanoTime();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return (System.nanoTime() - began) / 1000;
    }

    /** Asks it to end, and waits until it has. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException(candidate.name() + " does not end on SIGTERM");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
