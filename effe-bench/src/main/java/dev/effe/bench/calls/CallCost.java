package dev.effe.bench.calls;

import com.sun.management.OperatingSystemMXBean;
import dev.effe.bench.Arguments;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.Table;
import dev.effe.server.cli.Settings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A call of one function by another within a process, beside the same over HTTP on loopback: rate and CPU, as ratios
 * within each round. Client and server of HTTP are in the one process, so its CPU is that of both.
 */
public final class CallCost {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private int rounds = 5;
    private int seconds = 2;
    private int warmupSeconds = 6;
    private int callers = 16;
    private String workers = "auto";

    private CallCost() {}

    public static void main(String[] arguments) throws Exception {
        CallCost cost = new CallCost();
        Arguments.read(List.of(arguments), Set.of(), cost::set);
        cost.run();
    }

    private void set(String name, String value) {
        switch (name) {
            case "--rounds" -> rounds = Arguments.number(name, value, 1, 100);
            case "--seconds" -> seconds = Arguments.number(name, value, 1, 60);
            case "--warmup" -> warmupSeconds = Arguments.number(name, value, 0, 60);
            case "--callers" -> callers = Arguments.number(name, value, 1, 1000);
            case "--workers" -> workers = value;
            default ->
                throw new IllegalArgumentException(
                        name + " is unknown: calls has --rounds, --seconds, --warmup, --callers and --workers");
        }
    }

    private void run() throws Exception {
        Settings settings = Settings.of("workers", workers);
        Rounds there = new Rounds();
        Rounds here = new Rounds();
        try (Pair remote = new Pair(true, callers, settings);
                Pair local = new Pair(false, callers, settings)) {
            measure(remote, warmupSeconds);
            measure(local, warmupSeconds);
            for (int round = 0; round < rounds; round++) {
                there.add(measure(remote, seconds));
                here.add(measure(local, seconds));
            }
        }
        Table table = new Table("", "calls/s", "ratio", "CPU us/call", "ratio");
        table.row("over HTTP", there.median(Load::perSecond), 1.0, there.median(Load::cpuPerRequest), 1.0);
        table.row(
                "in the process",
                here.median(Load::perSecond),
                here.ratio(Load::perSecond, there),
                here.median(Load::cpuPerRequest),
                here.ratio(Load::cpuPerRequest, there));
        System.out.println(table);
    }

    private Load measure(Pair pair, int time) throws InterruptedException {
        if (time == 0) {
            return new Load(0, 0, 0, 0, 0, 0);
        }
        long before = pair.good.sum();
        long cpuNanos = SYSTEM.getProcessCpuTime();
        long beganNanos = System.nanoTime();
        pair.run(callers, Duration.ofSeconds(time));
        double passedSeconds = (System.nanoTime() - beganNanos) / 1e9;
        long calls = pair.good.sum() - before;
        double cpuMicros = (SYSTEM.getProcessCpuTime() - cpuNanos) / 1e3 / calls;
        return new Load(calls / passedSeconds, 0, 0, 0, cpuMicros, 0);
    }
}
