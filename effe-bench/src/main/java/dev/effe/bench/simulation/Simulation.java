package dev.effe.bench.simulation;

import dev.effe.bench.compare.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says what many processes would do: queueing, tail latency, cold starts, the cost of a rolling restart, and the delay
 * of events. The same seed gives the same figures. What two processes really do stands beside it.
 */
public final class Simulation {

    /** The contexts of a process, as a pod of half a core usually has. */
    private static final int CONTEXTS = 20;

    private static final double RUN_MILLIS = 100;
    /** The start of a process whose function starts in a moment. */
    private static final long PROCESS_START_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final double SETTLE_SECONDS = 2;

    private final Options options;

    private Simulation(Options options) {
        this.options = options;
    }

    /** Ends with 2 for wrong usage. */
    public static void main(String[] arguments) throws Exception {
        try {
            new Simulation(Options.parse(List.of(arguments))).run();
        } catch (IllegalArgumentException e) {
            System.err.println("simulation: " + e.getMessage() + "\n\n" + Options.HELP);
            System.exit(2);
        }
    }

    private void run() throws Exception {
        for (Options.Part part : options.parts) {
            System.out.println(
                    switch (part) {
                        case ERLANG -> erlang();
                        case PAIR -> Pair.compare(options);
                        case BALANCE -> balance();
                        case COLD -> cold();
                        case RESTART -> restart();
                        case LANES -> lanes();
                    });
        }
    }

    private Fleet fleet(int size, int warm, long startMillis, Balancer balancer) {
        Random random = options.random();
        LongSupplier run = () -> Fleet.exponential(random, RUN_MILLIS * 1e6);
        Node.Kind kind = new Node.Kind(CONTEXTS, warm, TimeUnit.MILLISECONDS.toNanos(startMillis), run);
        return new Fleet(size, kind, balancer, random);
    }

    /** The most calls a second that all can run. */
    private static double capacity(int nodes) {
        return nodes * CONTEXTS * 1000 / RUN_MILLIS;
    }

    /** One process, where a formula says how long calls wait. */
    private Table erlang() {
        Table table = new Table("one process at % of its capacity", "mean wait ms", "by Erlang's formula");
        for (int percent : new int[] {50, 80, 90, 95}) {
            Fleet one = fleet(1, CONTEXTS, 0, Balancer.ROUND_ROBIN);
            double perSecond = percent / 100.0 * capacity(1);
            one.load(perSecond);
            one.pass(60);
            Calls calls = one.pass(20_000);
            table.row(percent, calls.answered.mean() - RUN_MILLIS, meanWaitMillis(perSecond * RUN_MILLIS / 1000));
        }
        return table;
    }

    /** Erlang's C formula. */
    private static double meanWaitMillis(double busy) {
        double blocked = 1; // Erlang's B, by its recursion.
        for (int contexts = 1; contexts <= CONTEXTS; contexts++) {
            blocked = busy * blocked / (contexts + busy * blocked);
        }
        double waits = blocked / (1 - busy / CONTEXTS * (1 - blocked));
        return waits * RUN_MILLIS / (CONTEXTS - busy);
    }

    private Table balance() {
        Table table = new Table("% of the capacity", "balancer", "p50 ms", "p99 ms", "p99.9 ms", "refused of 1,000");
        for (int percent : new int[] {50, 70, 90, 98}) {
            for (Balancer balancer : Balancer.values()) {
                Fleet fleet = fleet(options.nodes, CONTEXTS, 0, balancer);
                fleet.load(percent / 100.0 * capacity(options.nodes));
                fleet.pass(SETTLE_SECONDS);
                row(table, fleet.pass(options.seconds), percent, balancer);
            }
        }
        return table;
    }

    /** Calls come at once to processes that have had none. */
    private Table cold() {
        Table table = new Table(
                "a context starts in ms",
                "min-contexts",
                "cold of 1,000",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "refused of 1,000");
        for (long startMillis : new long[] {50, 1000, 5000}) {
            for (int warm : new int[] {1, 10, CONTEXTS}) {
                Fleet fleet = fleet(options.nodes, warm, startMillis, Balancer.TWO_CHOICES);
                fleet.load(0.6 * capacity(options.nodes));
                Calls calls = fleet.pass(options.seconds);
                row(table, calls, startMillis, warm, calls.coldPerThousand());
            }
        }
        return table;
    }

    private Table restart() {
        Table table = new Table(
                "replaced at once, %",
                "% of the capacity", "takes s", "p50 ms", "p99 ms", "p99.9 ms", "refused of 1,000");
        for (int percent : new int[] {60, 80}) {
            for (int atOnce : new int[] {10, 25, 40}) {
                Fleet fleet = fleet(options.nodes, CONTEXTS, 0, Balancer.TWO_CHOICES);
                fleet.load(percent / 100.0 * capacity(options.nodes));
                fleet.pass(SETTLE_SECONDS);
                long began = fleet.clock.nanos();
                Calls calls = fleet.restart(Math.max(1, options.nodes * atOnce / 100), PROCESS_START_NANOS);
                row(table, calls, atOnce, percent, (fleet.clock.nanos() - began) / 1e9);
            }
        }
        return table;
    }

    private static void row(Table table, Calls calls, Object... first) {
        List<Object> cells = new ArrayList<>(List.of(first));
        for (double percent : new double[] {50, 99, 99.9}) {
            cells.add(calls.answered.percentile(percent));
        }
        cells.add(calls.refusedPerThousand());
        table.row(cells.toArray());
    }

    private Table lanes() {
        return new LaneFigures(options).table();
    }
}
