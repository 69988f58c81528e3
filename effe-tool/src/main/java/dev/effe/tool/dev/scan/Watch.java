package dev.effe.tool.dev.scan;

import dev.effe.server.threads.ServerThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Looks for changes by scans: Java's WatchService polls on macOS and sees nothing on many mounts. Confined to one thread,
 * but for {@link #watch}, which may be called by another one while no scan goes on.
 */
public final class Watch {

    /** Editors write a file at once, or rename it. */
    private static final Duration QUIET = Duration.ofMillis(15);

    /** A compiler writes one class after another. */
    private static final Duration QUIET_COMPILER = Duration.ofMillis(100);

    /** For whoever writes without end. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private volatile List<Root> roots = List.of();

    /** From the next scan on these are the places to look at. */
    public void watch(Collection<Root> places) {
        roots = List.copyOf(places);
    }

    /** Looks at every file now. */
    public Snapshot scan() {
        return Snapshot.of(roots);
    }

    /**
     * Looks again until two scans are equal: nobody is writing any more.
     *
     * @param before what a reload saw last
     * @param seen what differs from that
     */
    public Snapshot settled(Snapshot before, Snapshot seen) {
        long end = System.nanoTime() + LONGEST.toNanos();
        Snapshot last = seen;
        while (System.nanoTime() < end) {
            pause(last.differsInCompiled(before) ? QUIET_COMPILER : QUIET);
            Snapshot next = scan();
            if (next.equals(last)) {
                return next;
            }
            last = next;
        }
        return last;
    }

    private void pause(Duration quiet) {
        long end = System.nanoTime() + quiet.toNanos();
        for (long left = quiet.toNanos(); left > 0; left = end - System.nanoTime()) {
            ServerThreads.parkNanos(this, left);
        }
    }
}
