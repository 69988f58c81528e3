package dev.effe.server.events;

import java.util.concurrent.atomic.LongAdder;

/** The counts of all that has happened to events in this process: see {@link EventStats}. Thread-safe. */
final class EventCounters {

    final LongAdder accepted = new LongAdder();
    final LongAdder done = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder givenUp = new LongAdder();
    final LongAdder told = new LongAdder();
    final LongAdder tellErrors = new LongAdder();

    EventStats with(int pending, int running, int untold, int failed, long bytes) {
        return new EventStats(
                pending,
                running,
                untold,
                failed,
                bytes,
                accepted.sum(),
                done.sum(),
                errors.sum(),
                givenUp.sum(),
                told.sum(),
                tellErrors.sum());
    }
}
