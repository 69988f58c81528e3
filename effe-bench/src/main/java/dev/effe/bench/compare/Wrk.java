package dev.effe.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads a server by wrk, one thread of it. */
final class Wrk {

    private final Path scripts;
    private final boolean pin;

    /** @param scripts where to put wrk's scripts */
    Wrk(Path scripts, boolean pin) throws IOException {
        this.scripts = scripts;
        this.pin = pin;
        for (Scenario scenario : Scenario.values()) {
            if (scenario.script.isEmpty()) {
                continue;
            }
            try (InputStream script = Wrk.class.getResourceAsStream(scenario.script)) {
                Files.write(scripts.resolve(scenario.script), script.readAllBytes());
            }
        }
    }

    Load run(Scenario scenario, ServerProcess server, int seconds) throws IOException, InterruptedException {
        if (scenario != Scenario.NEIGHBOURS) {
            return measure(scenario, server, seconds);
        }
        String longCalls = "http://127.0.0.1:" + server.port + Scenario.LONG_PATH;
        Process other = Loader.start(pin, "wrk", "-t1", "-c1", "-d" + seconds + "s", "--timeout", "10s", longCalls);
        try {
            return measure(scenario, server, seconds);
        } finally {
            other.destroy();
            other.waitFor();
        }
    }

    private Load measure(Scenario scenario, ServerProcess server, int seconds)
            throws IOException, InterruptedException {
        String script = scripts.resolve(scenario.script).toString();
        String url = "http://127.0.0.1:" + server.port + scenario.path;
        long cpuBefore = server.cpuMicros();
        Process wrk = Loader.start(
                pin,
                "wrk",
                "-t1",
                "-c" + scenario.connections,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                "-s",
                script,
                url);
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        return load(output, server.cpuMicros() - cpuBefore);
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
