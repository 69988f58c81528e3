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
import java.util.function.UnaryOperator;

/** HAProxy before one server or several, with connections that are used again, on one thread. */
public final class Haproxy implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    public final int port = ServerProcess.freePort();
    private final Process process;

    /** @param server as HAProxy names addresses, such as {@code 127.0.0.1:8080} */
    Haproxy(String name, String server, Path folder, HostOptions options) throws IOException {
        this(name, "server one " + server, folder, options::pinned);
    }

    /**
     * Starts it, and waits until it listens.
     *
     * @param servers lines of its configuration: the servers, and how one is chosen
     * @param pinned a command as it is to be started
     */
    public Haproxy(String name, String servers, Path folder, UnaryOperator<List<String>> pinned) throws IOException {
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
                  %s
                """.formatted(port, servers));
        process = new ProcessBuilder(pinned.apply(List.of("haproxy", "-db", "-f", file.toString())))
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
