package dev.effe.bench.simulation;

import dev.effe.bench.overload.Tally;

/** Counts the calls of a while by what became of them. For one thread. */
final class Calls {

    final Tally answered = new Tally();
    int came;
    int refused;
    /** Calls that had to wait for the start of a context. */
    int cold;

    double refusedPerThousand() {
        return 1000.0 * refused / Math.max(1, came);
    }

    double coldPerThousand() {
        return 1000.0 * cold / Math.max(1, came);
    }
}
