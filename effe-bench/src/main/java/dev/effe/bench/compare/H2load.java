package dev.effe.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Loads a server by h2load, which logs each request: start in us, status, duration in us. */
final class H2load {

    private final Path log;
    private final boolean pin;

    H2load(Path folder, boolean pin) {
        this.log = folder.resolve("h2load.log");
        this.pin = pin;
    }

    Load run(Scenario scenario, ServerProcess server, int seconds) throws IOException, InterruptedException {
        Files.deleteIfExists(log);
        long cpuBefore = server.cpuMicros();
        Process h2load = Loader.start(
                pin,
                "h2load",
                "-t1",
                "-c" + scenario.connections,
                "-m" + Scenario.STREAMS,
                "-D" + seconds,
                "--log-file=" + log,
                "http://127.0.0.1:" + server.port + scenario.path);
        String output = new String(h2load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        h2load.waitFor();
        long cpuMicros = server.cpuMicros() - cpuBefore;
        if (!Files.exists(log)) {
            throw new IOException("h2load says: " + output);
        }
        try (Stream<String> lines = Files.lines(log)) {
            return load(lines.map(line -> line.split("\t")), seconds, cpuMicros);
        }
    }

    private static Load load(Stream<String[]> requests, int seconds, long cpuMicros) {
        String[][] all = requests.toArray(String[][]::new);
        double[] micros = Arrays.stream(all)
                .mapToDouble(each -> Double.parseDouble(each[2]))
                .sorted()
                .toArray();
        long errors = Arrays.stream(all).filter(each -> !each[1].equals("200")).count();
        int count = Math.max(1, micros.length);
        return new Load(
                (double) micros.length / seconds,
                at(micros, 0.5),
                at(micros, 0.99),
                at(micros, 0.999),
                (double) cpuMicros / count,
                errors);
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }
}
