package dev.effe.server;

import static dev.effe.server.kit.Soon.await;

import com.acme.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * Real effe processes behind a proxy, each at a loopback address of its own, as containers have them: nothing else takes
 * the port of one that is restarted.
 */
final class Replicas implements AutoCloseable {

    /** As HAProxy writes the address of a unix socket. */
    private static final String SOCKET = "unix@";

    private final Path folder;
    private final Path jar;
    private final String[] settings;
    private final Map<String, EffeProcess> processes = new LinkedHashMap<>();
    private final Map<String, String> addresses = new LinkedHashMap<>();

    /** @param settings what all of them are given */
    Replicas(Path folder, String... settings) throws IOException {
        this.folder = folder;
        this.settings = settings;
        jar = new FunctionJar().add(Replica.class).jar(folder.resolve("replica.jar"));
    }

    /** Starts those with these names. */
    Replicas start(String... names) {
        for (String name : names) {
            processes.put(name, process(name, List.of("--host", host(processes.size()), "--port", "0")));
        }
        processes.forEach((name, process) -> addresses.put(
                name, host(addresses.size()) + ":" + process.serving().port()));
        return this;
    }

    /** Starts them at unix sockets. */
    Replicas startAtSockets(String... names) {
        for (String name : names) {
            Path socket = folder.resolve(name + ".sock");
            addresses.put(name, SOCKET + socket);
            processes.put(name, process(name, List.of("--socket", socket.toString())));
        }
        processes.values().forEach(EffeProcess::serving);
        return this;
    }

    private static String host(int index) {
        return "127.0.1." + (index + 1);
    }

    /** By the admin port: the other one may be at an address of its own, and want PROXY headers. */
    private static EffeProcess ready(EffeProcess process) {
        process.serving();
        await().atMost(EffeProcess.PATIENCE)
                .until(() -> process.getAdmin("/readyz").statusCode() == 200);
        return process;
    }

    /** Where they serve, by name. */
    Map<String, String> addresses() {
        return addresses;
    }

    List<String> names() {
        return List.copyOf(processes.keySet());
    }

    /** Begins to stop one; returns when it is not ready any more, or gone. */
    void term(String name) {
        EffeProcess process = processes.get(name).term();
        await().atMost(EffeProcess.PATIENCE).until(() -> !process.isAlive() || isDraining(process));
    }

    /** Ends one at once, without a drain. */
    void kill(String name) throws IOException, InterruptedException {
        processes.get(name).signal("KILL");
    }

    private static boolean isDraining(EffeProcess process) {
        try {
            return process.getAdmin("/readyz").statusCode() == 503;
        } catch (CompletionException gone) {
            return true;
        }
    }

    /** Waits for the end of one, and starts it again where it was, until it is ready. Returns its exit code. */
    int replace(String name) {
        int exitCode = processes.get(name).exitCode();
        processes.put(name, ready(process(name, place(addresses.get(name)))));
        return exitCode;
    }

    private static List<String> place(String address) {
        if (address.startsWith(SOCKET)) {
            return List.of("--socket", address.substring(SOCKET.length()));
        }
        String[] parts = address.split(":");
        return List.of("--host", parts[0], "--port", parts[1]);
    }

    private EffeProcess process(String name, List<String> place) {
        List<String> arguments = new ArrayList<>(List.of("--function", jar.toString(), "--set", "name=" + name));
        arguments.addAll(place);
        arguments.addAll(List.of("--admin-port", "0", "--trusted-proxies", "127.0.0.1"));
        arguments.addAll(List.of(settings));
        return EffeProcess.in(folder).start(arguments.toArray(String[]::new));
    }

    @Override
    public void close() {
        processes.values().forEach(EffeProcess::close);
    }
}
