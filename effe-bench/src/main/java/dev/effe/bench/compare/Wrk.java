package dev.effe.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads a server by wrk, one thread of it. */
final class Wrk {

    private final Path scripts;
    private final boolean pin;

    /** @param scripts where to put wrk's scripts */
    Wrk(Path scripts, boolean pin) throws IOException {
        this.scripts = scripts;
        this.pin = pin;
        for (Scenario scenario : Scenario.values()) {
            try (InputStream script = Wrk.class.getResourceAsStream(scenario.script)) {
                Files.write(scripts.resolve(scenario.script), script.readAllBytes());
            }
        }
    }

    Load run(Scenario scenario, ServerProcess server, int seconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(pin ? List.of("taskset", "-c", "1") : List.of());
        command.addAll(List.of("wrk", "-t1", "-c" + scenario.connections, "-d" + seconds + "s", "--timeout", "10s"));
        command.addAll(List.of("-s", scripts.resolve(scenario.script).toString()));
        command.add("http://127.0.0.1:" + server.port + scenario.path);
        long cpuBefore = server.cpuMicros();
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
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
