package dev.effe.bench.host;

import dev.effe.bench.compare.ProcessStats;
import dev.effe.bench.compare.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** HAProxy before one server, with connections that are used again, on one thread. */
final class Haproxy implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    final int port = ServerProcess.freePort();
    private final Process process;

    /** @param server as HAProxy names addresses, such as {@code 127.0.0.1:8080} */
    Haproxy(String name, String server, Path folder, HostOptions options) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".cfg"), """
                global
                  nbthread 1
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                  http-reuse always
                listen it
                  bind 127.0.0.1:%d
                  server one %s
                """.formatted(port, server));
        process = new ProcessBuilder(options.pinned(List.of("haproxy", "-db", "-f", file.toString())))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        long beganNanos = System.nanoTime();
        while (!accepts()) {
            if (!process.isAlive() || System.nanoTime() - beganNanos > PATIENCE_NANOS) {
                throw new IOException("HAProxy does not start; see " + folder.resolve(name + ".log"));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private boolean accepts() {
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    long cpuMicros() throws IOException {
        return ProcessStats.cpuMicros(process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
