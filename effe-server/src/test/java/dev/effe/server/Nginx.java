package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** The real nginx with the configuration of docker/nginx. */
final class Nginx implements AutoCloseable {

    private final InetSocketAddress front = Program.freeAddress();
    private final Path folder;
    private final Path log;
    private final Process process;

    /** Starts it with these servers. */
    Nginx(Path folder, Collection<String> servers) throws IOException {
        this.folder = folder;
        log = folder.resolve("nginx.log");
        String conf = Files.readString(Program.DOCKER.resolve("nginx/nginx.conf"));
        assertThat(conf).contains("listen 8000;");
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, conf.replace("listen 8000;", "listen " + Program.text(front) + ";"));
        write(servers);
        process = new ProcessBuilder(
                        Program.named("nginx").toString(),
                        "-p",
                        folder + "/",
                        "-c",
                        file.toString(),
                        "-g",
                        "daemon off; user " + System.getProperty("user.name") + ";")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().atMost(EffeProcess.PATIENCE).until(this::isUp);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private boolean isUp() {
        assertThat(process.isAlive()).as(this::toString).isTrue();
        try (Socket socket = new Socket(front.getAddress(), front.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void write(Collection<String> servers) throws IOException {
        String lines =
                servers.stream().map(server -> "server " + server + ";\n").collect(Collectors.joining());
        Files.writeString(folder.resolve("hello.servers"), lines);
    }

    /** Where it takes requests. */
    InetSocketAddress front() {
        return front;
    }

    /** Has it send requests to these servers from now on. */
    void use(Collection<String> servers) throws IOException, InterruptedException {
        write(servers);
        new ProcessBuilder("sh", "-c", "kill -HUP " + process.pid()).start().waitFor();
    }

    @Override
    public String toString() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy(); // Its workers end with it, which they do not when it is killed.
    }
}
