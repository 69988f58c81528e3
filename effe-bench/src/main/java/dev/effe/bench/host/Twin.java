package dev.effe.bench.host;

import dev.effe.bench.compare.ProcessStats;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The process of an instance once more, started by hand with the same program, arguments and variables. */
final class Twin implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final byte[] REQUEST =
            "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GOOD = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

    /** From the program's start until its first answer. */
    final double startMillis;

    private final Process process;

    private Twin(Process process, SocketAddress address, Path log, long beganNanos) throws IOException {
        this.process = process;
        while (!answers(address)) {
            if (!process.isAlive() || System.nanoTime() - beganNanos > PATIENCE_NANOS) {
                process.destroyForcibly();
                throw new IOException("The instance does not start; see " + log);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        startMillis = (System.nanoTime() - beganNanos) / 1e6;
    }

    /** Starts one that listens on a unix socket, as the instance does. */
    static Twin onSocket(long instance, Path socket, HostOptions options) throws IOException {
        return start(
                instance, List.of("--socket", socket.toString()), UnixDomainSocketAddress.of(socket), socket, options);
    }

    /** Starts one that listens on a port of 127.0.0.1. */
    static Twin onPort(long instance, int port, Path folder, HostOptions options) throws IOException {
        List<String> listen = List.of("--host", "127.0.0.1", "--port", Integer.toString(port));
        return start(
                instance, listen, new InetSocketAddress("127.0.0.1", port), folder.resolve("port-" + port), options);
    }

    private static Twin start(long instance, List<String> listen, SocketAddress address, Path name, HostOptions options)
            throws IOException {
        Path temporary = Files.createTempDirectory(name.toAbsolutePath().getParent(), "twin");
        Path proc = Path.of("/proc/" + instance);
        List<String> command = new ArrayList<>();
        String before = "";
        for (String argument : strings(proc.resolve("cmdline"))) {
            if (before.equals("--socket")) {
                command.remove(command.size() - 1);
                command.addAll(listen);
            } else {
                command.add(argument.startsWith("-Djava.io.tmpdir=") ? "-Djava.io.tmpdir=" + temporary : argument);
            }
            before = argument;
        }
        Path log = Path.of(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(options.pinned(command))
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        for (String variable : strings(proc.resolve("environ"))) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        long beganNanos = System.nanoTime();
        return new Twin(builder.start(), address, log, beganNanos);
    }

    /** Linux ends each of them with a zero. */
    private static List<String> strings(Path file) throws IOException {
        return List.of(Files.readString(file).split("\0"));
    }

    private static boolean answers(SocketAddress address) throws IOException {
        StandardProtocolFamily family =
                address instanceof UnixDomainSocketAddress ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
        try (SocketChannel channel = SocketChannel.open(family)) {
            if (!channel.connect(address)) {
                return false;
            }
            OutputStream out = Channels.newOutputStream(channel);
            out.write(REQUEST);
            ByteBuffer answer = ByteBuffer.allocate(GOOD.length);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                // Goes on.
            }
            return Arrays.equals(answer.array(), GOOD);
        } catch (SocketException e) {
            return false; // Its socket is not there yet.
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
