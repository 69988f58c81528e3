package dev.effe.server.kit;

import dev.effe.server.Server;
import dev.effe.server.StartException;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Real servers on free ports, and the pages of their admin ports. */
public final class Servers {

    /** Longer than anything takes on a busy machine; nothing waits for it unless it fails. */
    public static final int PATIENCE_MILLIS = 60_000;

    private Servers() {}

    /** Starts a server with an admin port, and further settings as names and values, the last of which count. */
    public static Server start(LoadedLogic logic, String... settings) throws StartException {
        Map<String, String> all = new LinkedHashMap<>(Map.of("port", "0", "admin-port", "0"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return Server.start(Settings.of(all), logic, FunctionConfig.of(Map.of()));
    }

    public static String metrics(Server server) throws IOException {
        return exchange(
                server.adminPort().orElseThrow(),
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    /** The value of a metric in such a page, such as {@code effe_contexts{state="idle"}}. */
    public static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No metric " + name));
    }

    /** Sends a stream and reads all that comes back, as ISO-8859-1. */
    public static String exchange(int port, String request) throws IOException {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(Frames.bytes(request));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    public static Socket connect(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }
}
