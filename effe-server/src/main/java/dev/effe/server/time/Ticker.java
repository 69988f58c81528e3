package dev.effe.server.time;

/** A clock that only goes forward, as {@link System#nanoTime} does. Tests turn one of their own by hand. */
@FunctionalInterface
public interface Ticker {

    /** The clock of this Java. */
    Ticker SYSTEM = System::nanoTime;

    /** Returns a number of nanoseconds that means something only as a difference to another. */
    long nanos();
}
