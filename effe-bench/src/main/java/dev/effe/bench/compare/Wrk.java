package dev.effe.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads a server by wrk, one thread of it. */
public final class Wrk {

    private final Path scripts;
    private final boolean pin;

    /** @param scripts where to put wrk's scripts */
    public Wrk(Path scripts, boolean pin) {
        this.scripts = scripts;
        this.pin = pin;
    }

    Load run(Scenario scenario, ServerProcess server, int seconds) throws IOException, InterruptedException {
        if (scenario != Scenario.NEIGHBOURS) {
            return run(server, scenario.path, scenario.connections, seconds, scenario.script);
        }
        String longCalls = "http://127.0.0.1:" + server.port + Scenario.LONG_PATH;
        Process other = Loader.start(pin, "wrk", "-t1", "-c1", "-d" + seconds + "s", "--timeout", "10s", longCalls);
        try {
            return run(server, scenario.path, scenario.connections, seconds, scenario.script);
        } finally {
            other.destroy();
            other.waitFor();
        }
    }

    /** The CPU time that servers have used so far. */
    @FunctionalInterface
    public interface Cpu {
        long micros() throws IOException;
    }

    /**
     * Loads one path.
     *
     * @param script a resource beside this class, such as {@code get.lua}
     * @param more for the script
     */
    public Load run(ServerProcess server, String path, int connections, int seconds, String script, String... more)
            throws IOException, InterruptedException {
        List<String> command = command(server.port, path, connections, seconds);
        return run(command, server::cpuMicros, script, more);
    }

    /**
     * Runs wrk.
     *
     * @param command wrk with its options, as {@link #command} makes it
     * @param cpu that the load is to be told of
     */
    public Load run(List<String> command, Cpu cpu, String script, String... more)
            throws IOException, InterruptedException {
        List<String> wrk = new ArrayList<>(command);
        wrk.addAll(wrk.size() - 1, List.of("-s", file(script)));
        wrk.add("--");
        wrk.addAll(List.of(more));
        long cpuBefore = cpu.micros();
        Process process = Loader.start(pin, wrk.toArray(String[]::new));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return load(output, cpu.micros() - cpuBefore);
    }

    /** The command of a load, whose last word is the URL. */
    public static List<String> command(int port, String path, int connections, int seconds) {
        String url = "http://127.0.0.1:" + port + path;
        return List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "10s", url);
    }

    /** The script, and behind it the one that prints the result. */
    private String file(String script) throws IOException {
        Path file = scripts.resolve(script);
        Files.writeString(file, resource(script) + resource("done.lua"));
        return file.toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = Wrk.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Load load(String output, long cpuMicros) throws IOException {
        String result = output.lines()
                .filter(line -> line.startsWith("RESULT "))
                .findFirst()
                .orElseThrow(() -> new IOException("wrk says: " + output));
        String[] numbers = result.split(" ");
        double requests = Math.max(1, Double.parseDouble(numbers[1]));
        return new Load(
                requests * 1e6 / Double.parseDouble(numbers[2]),
                Double.parseDouble(numbers[3]),
                Double.parseDouble(numbers[4]),
                Double.parseDouble(numbers[5]),
                cpuMicros / requests,
                Long.parseLong(numbers[6]));
    }
}
