package dev.effe.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A run of events under faults, then the comparison. {@code -Deffe.chaos.seconds=300} is the long form; {@code
 * -Deffe.chaos.seed} repeats the faults of a run, though not their moments; {@code effe.chaos.events} and {@code
 * effe.chaos.keys} are how many there are.
 */
final class Chaos {

    private static final int SECONDS = Integer.getInteger("effe.chaos.seconds", 8);
    private static final int EVENTS = Integer.getInteger("effe.chaos.events", SECONDS * 667);
    private static final int KEYS = Integer.getInteger("effe.chaos.keys", 1_000);
    private static final int MOST_CALM_MILLIS = 4_000;

    private final long seed = Long.getLong("effe.chaos.seed", System.nanoTime());
    private int faults;
    private int losses;
    private Set<Integer> accepted = Set.of();

    /** Sends events for the time of the run while faults happen to the processes. Returns when nothing is sent any more. */
    void run(ChaosProcesses processes, List<ChaosProcesses.Fault> kinds) throws Exception {
        System.out.printf("-Deffe.chaos.seed=%d, %d s, %d events, %d keys%n", seed, SECONDS, EVENTS, KEYS);
        Random random = new Random(seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        ChaosClients clients = new ChaosClients(processes, KEYS);
        accepted = clients.accepted();
        clients.begin(seed, Math.max(1, EVENTS / SECONDS));
        try {
            while (System.nanoTime() < end) {
                processes.pass(random.nextInt(MOST_CALM_MILLIS));
                faults++;
                kinds.get(random.nextInt(kinds.size())).happen(processes, random);
            }
        } finally {
            clients.end();
        }
        losses = processes.losses();
    }

    /**
     * Compares what was accepted with the log and with what functions have written.
     *
     * @param book where they have
     */
    TopicsCheck check(TopicsAdmin admin, Path book) throws IOException, InterruptedException {
        TopicsCheck check = new TopicsCheck("seed " + seed, admin.log(), admin.dead(), Files.readAllLines(book));
        System.out.printf(
                "%d faults, %d of them losses, %d accepted, %s%n", faults, losses, accepted.size(), check.summary());
        return check.nothingIsLost(accepted).keysKeepTheirOrder().littleIsDoneTwice(losses);
    }
}
