package dev.effe.bench.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Processes of one function behind a balancer, and calls that come to them at random. For one thread. */
final class Fleet {

    /** The time until a balancer knows: two of the checks of docker/haproxy. */
    private static final long NOTICED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long DRAIN_DELAY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    final Clock clock = new Clock();
    private final List<Node> nodes = new ArrayList<>();
    private final Balancer balancer;
    private final Random random;
    private Calls calls = new Calls();
    private double perSecond;
    private int number;

    Fleet(int size, Node.Kind kind, Balancer balancer, Random random) {
        this.balancer = balancer;
        this.random = random;
        for (int i = 0; i < size; i++) {
            nodes.add(new Node(clock, kind, () -> calls));
        }
    }

    /** Has so many calls come in a second, independently of each other, from now on. */
    void load(double callsPerSecond) {
        boolean none = perSecond == 0;
        perSecond = callsPerSecond;
        if (none) {
            comeLater();
        }
    }

    private void comeLater() {
        clock.in(exponential(random, 1e9 / perSecond), () -> {
            balancer.choose(nodes, number++, random).accept();
            comeLater();
        });
    }

    static long exponential(Random random, double mean) {
        return (long) (-mean * Math.log(1 - random.nextDouble()));
    }

    /** Lets a while pass, and returns what became of its calls and of those before that ended in it. */
    Calls pass(double seconds) {
        calls = new Calls();
        Calls counted = calls;
        clock.runTo(clock.nanos() + (long) (seconds * 1e9));
        return counted;
    }

    /**
     * Replaces all processes, so many at once: each is left by the balancer, drains, ends and starts.
     *
     * @param startNanos of a process, to its being ready
     * @return what became of the calls meanwhile
     */
    Calls restart(int atOnce, long startNanos) {
        calls = new Calls();
        Calls counted = calls;
        int[] state = new int[2]; // Next to be replaced, and how many have been.
        for (int i = 0; i < atOnce; i++) {
            replaceNext(state, startNanos);
        }
        while (state[1] < nodes.size()) {
            clock.runTo(clock.nanos() + LOOK_NANOS);
        }
        return counted;
    }

    private void replaceNext(int[] state, long startNanos) {
        if (state[0] == nodes.size()) {
            return;
        }
        Node node = nodes.get(state[0]++);
        clock.in(NOTICED_NANOS, () -> node.ready = false);
        clock.in(DRAIN_DELAY_NANOS, () -> end(node, state, startNanos));
    }

    private void end(Node node, int[] state, long startNanos) {
        if (node.load() > 0) {
            clock.in(LOOK_NANOS, () -> end(node, state, startNanos));
            return;
        }
        clock.in(startNanos + NOTICED_NANOS, () -> {
            node.restarted();
            state[1]++;
            replaceNext(state, startNanos);
        });
    }
}
