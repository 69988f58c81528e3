package dev.effe.bench.host;

import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The time to the first answer of a version that does not run, and of code of 1.4 MB that has just been sent, beside that
 * of the same instance started by hand.
 */
final class Starts {

    private static final int CODE_BYTES = 1_400_000;
    private static final int WARMUPS = 3;

    private final HostOptions options;
    private final Path folder;

    private final List<Double> byHand = new ArrayList<>();
    private final List<Double> idle = new ArrayList<>();
    private final List<Double> updated = new ArrayList<>();

    Starts(HostOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    void run() throws Exception {
        try (RunningHost host = RunningHost.start(options, folder.resolve("starts"), "")) {
            host.api.create("f", "java17", Code.MARKED, Code.marked("first", CODE_BYTES), 20);
            for (int round = -WARMUPS; round < options.rounds; round++) {
                if (round == 0) {
                    List.of(byHand, idle, updated).forEach(List::clear);
                }
                round(host, round);
            }
        }
        Table table = new Table("first answer", "ms", "ratio");
        table.row("an instance started by hand", median(byHand), 1.0);
        table.row("the host's, of a version that does not run", median(idle), ratio(idle));
        table.row("the host's, from PUT of code of 1.4 MB", median(updated), ratio(updated));
        System.out.println(table);
    }

    private void round(RunningHost host, int round) throws Exception {
        String mark = "round " + round;
        byte[] code = HostApi.code(Code.marked(mark, CODE_BYTES));
        long beganNanos = System.nanoTime();
        host.api.update("f", code);
        String answer = host.api.invoke("f");
        updated.add((System.nanoTime() - beganNanos) / 1e6);
        if (!answer.contains(mark)) {
            throw new IllegalStateException("Not the code of " + mark + " answered, but " + answer);
        }
        host.awaitInstances(1);
        try (Twin twin = Twin.onSocket(host.instances().get(0), folder.resolve("twin" + round), options)) {
            byHand.add(twin.startMillis);
        }
        host.killInstances();
        beganNanos = System.nanoTime();
        host.api.invoke("f");
        idle.add((System.nanoTime() - beganNanos) / 1e6);
    }

    private static double median(List<Double> figures) {
        return Rounds.median(figures.stream().mapToDouble(each -> each).toArray());
    }

    private double ratio(List<Double> figures) {
        double[] ratios = new double[figures.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figures.get(i) / byHand.get(i);
        }
        return Rounds.median(ratios);
    }
}
