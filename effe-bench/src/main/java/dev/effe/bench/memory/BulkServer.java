package dev.effe.bench.memory;

import dev.effe.bench.compare.ProcessStats;
import dev.effe.bench.compare.ServerProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server in a heap of a given size, as a process. */
final class BulkServer implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Waiting clients are not to be refused, or streams cut, before Jetty's, which may take without end. */
    static final List<String> PATIENT = List.of("--queue-timeout", "60s", "--timeout", "300s");

    final int port;
    private final Process process;
    private final Path log;

    private BulkServer(int port, Process process, Path log) {
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /** @param settings of Effe */
    static BulkServer start(
            Options options,
            Options.Kind kind,
            int heap,
            Options.Collector collector,
            boolean tls,
            KeyFiles keys,
            List<String> settings,
            Path log)
            throws IOException {
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(List.of(options.java.toString(), "-Xmx" + heap + "m", collector.flag()));
        if (kind == Options.Kind.EFFE) {
            command.addAll(List.of("-jar", options.effeJar.toString(), "--port", Integer.toString(port)));
            command.addAll(List.of("--host", "127.0.0.1", "--function", options.benchJar.toString()));
            command.addAll(List.of("--logic", BulkFunction.class.getName()));
            command.addAll(settings);
            if (tls) {
                command.addAll(List.of(
                        "--tls-cert",
                        keys.certificate().toString(),
                        "--tls-key",
                        keys.key().toString()));
                command.addAll(List.of("--head-timeout", "60s"));
            }
        } else {
            command.addAll(
                    List.of("-cp", options.jettyClassPath(), "dev.effe.bench.peer.Peer", Integer.toString(port)));
            if (tls) {
                command.add(keys.store().toString());
            }
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        BulkServer server = new BulkServer(port, process, log);
        long began = System.nanoTime();
        while (!server.accepts()) {
            if (!process.isAlive() || System.nanoTime() - began > PATIENCE_NANOS) {
                server.close();
                throw new IOException(kind + " does not start; see " + log);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return server;
    }

    private boolean accepts() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /** The status of a GET in clear text; 0 if there is no answer. */
    int get(String path) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            return line.length() < 12 ? 0 : Integer.parseInt(line.substring(9));
        } catch (IOException e) {
            return 0;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long residentMiB() throws IOException {
        return process.isAlive() ? ProcessStats.residentMiB(process.pid()) : 0;
    }

    /** The CPU time so far, in seconds. */
    double cpuSeconds() throws IOException {
        return process.isAlive() ? ProcessStats.cpuMicros(process.pid()) / 1e6 : 0;
    }

    boolean ranOutOfMemory() throws IOException {
        return Files.readString(log).contains("OutOfMemoryError");
    }

    /** Asks it to end. Returns whether it does. */
    boolean end() throws InterruptedException {
        process.destroy();
        return process.waitFor(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
