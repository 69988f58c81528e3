package dev.effe.bench.host;

import dev.effe.bench.compare.ProcessStats;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The memory and the start of a host that has many functions, none of which runs, and the time to list them. */
final class Size {

    private static final int WRITERS = 8;
    private static final int LISTS = 1000;
    private static final int WARMUP_LISTS = 500;
    /** The first heap that bin/effe gives a host. */
    private static final String HEAP = "-Xms32m";

    private final HostOptions options;
    private final Path folder;

    Size(HostOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    void run() throws Exception {
        Path empty = folder.resolve("empty");
        Path few = folder.resolve("few");
        Path many = folder.resolve("many");
        RunningHost.start(options, empty, "").close();
        fill(few, options.functions / 5, 1);
        fill(many, options.functions, options.versions);
        List<Path> all = List.of(empty, few, many);
        double[][] starts = new double[all.size()][options.rounds];
        double[][] memory = new double[all.size()][options.rounds];
        for (int round = 0; round < options.rounds; round++) {
            for (int i = 0; i < all.size(); i++) {
                try (RunningHost host = RunningHost.start(options, all.get(i), HEAP)) {
                    starts[i][round] = host.startMillis;
                    memory[i][round] = ProcessStats.residentMiB(host.pid());
                }
            }
        }
        Table table = new Table("functions", "resident MiB", "start ms", "ratio", "ListFunctions p50 ms", "p99 ms");
        List<String> names = List.of(
                "none",
                options.functions / 5 + ", none running",
                options.functions + " with " + options.versions + " versions each");
        for (int i = 0; i < all.size(); i++) {
            double[] lists = lists(all.get(i));
            double ratio = Rounds.median(starts[i]) / Rounds.median(starts[0]);
            table.row(
                    names.get(i),
                    Rounds.median(memory[i]),
                    Rounds.median(starts[i]),
                    ratio,
                    lists[lists.length / 2],
                    lists[lists.length * 99 / 100]);
        }
        System.out.println(table);
    }

    private void fill(Path data, int functions, int versions) throws Exception {
        byte[] code = Code.hello();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try (RunningHost host = RunningHost.start(options, data, "")) {
            List<Future<?>> made = new ArrayList<>();
            for (int i = 0; i < functions; i++) {
                String name = "function-" + i;
                made.add(writers.submit(() -> {
                    host.api.create(name, "java17", Code.HELLO, code, 20);
                    for (int version = 0; version < versions; version++) {
                        host.api.publish(name, "version " + version);
                    }
                    return null;
                }));
            }
            for (Future<?> each : made) {
                each.get();
            }
        } finally {
            writers.shutdownNow();
        }
    }

    /** The milliseconds of pages, sorted. */
    private double[] lists(Path data) throws IOException, InterruptedException {
        double[] millis = new double[LISTS];
        try (RunningHost host = RunningHost.start(options, data, "")) {
            for (int i = -WARMUP_LISTS; i < LISTS; i++) {
                long beganNanos = System.nanoTime();
                host.api.list();
                millis[Math.max(0, i)] = (System.nanoTime() - beganNanos) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis;
    }
}
