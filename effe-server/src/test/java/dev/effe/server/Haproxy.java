package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The real HAProxy with the configuration of docker/haproxy. */
final class Haproxy implements AutoCloseable {

    static final Path CONFIGURATION = Program.DOCKER.resolve("haproxy/haproxy.cfg");

    /** The columns of the lines that "show stat" prints. */
    private static final int STATUS_COLUMN = 17;

    private static final int CHECK_COLUMN = 36;

    private final InetSocketAddress front = Program.freeAddress();
    private final InetSocketAddress admin = Program.freeAddress();
    private final Path log;
    private final Process process;

    /** Starts it as it is configured. */
    Haproxy(Path folder, Map<String, String> servers) throws IOException {
        this(folder, CONFIGURATION, servers);
    }

    /**
     * Starts it.
     *
     * @param servers addresses by the names that they have in the configuration; the others cannot be reached
     */
    private Haproxy(Path folder, Path configuration, Map<String, String> servers) throws IOException {
        Map<String, String> variables = new HashMap<>(Map.of("BIND", Program.text(front)));
        variables.put("ADMIN", "ipv4@" + Program.text(admin));
        servers.forEach((name, address) -> variables.put(variable(name), address));
        log = folder.resolve("haproxy.log");
        ProcessBuilder builder =
                new ProcessBuilder(Program.named("haproxy").toString(), "-db", "-f", configuration.toString());
        builder.environment().putAll(variables);
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            servers.keySet().forEach(this::awaitUp);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Starts one that tries nothing again, so that whatever a server loses is lost. */
    static Haproxy withoutRetries(Path folder, Map<String, String> servers) throws IOException {
        String text = Files.readString(CONFIGURATION);
        assertThat(text).contains("    retries 3\n", "    option redispatch 1\n");
        String strict = text.replace("    retries 3\n", "    retries 0\n").replace("    option redispatch 1\n", "");
        return new Haproxy(folder, Files.writeString(folder.resolve("strict.cfg"), strict), servers);
    }

    private static String variable(String server) {
        return server.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Where it takes requests. */
    InetSocketAddress front() {
        return front;
    }

    /** Waits until a server passes its checks, so that requests are sent to it. */
    void awaitUp(String server) {
        await().atMost(EffeProcess.PATIENCE).until(() -> {
            assertThat(process.isAlive()).as(this::toString).isTrue();
            return state(server).equals("UP L7OK");
        });
    }

    private String state(String server) {
        try {
            return command("show stat")
                    .lines()
                    .map(line -> line.split(",", -1))
                    .filter(columns -> columns.length > CHECK_COLUMN && columns[1].equals(server))
                    .map(columns -> columns[STATUS_COLUMN] + " " + columns[CHECK_COLUMN])
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Runs a command of its stats socket. */
    String command(String command) throws IOException {
        try (Socket socket = new Socket(admin.getAddress(), admin.getPort())) {
            socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
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
        process.destroyForcibly();
    }
}
