package dev.effe.server.loop;

import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A platform thread that makes calls, and of which others can tell whether it waits or computes. */
public final class WorkerThread extends Thread {

    /** Linux's letters for a sleep that can be interrupted, and for one that cannot. */
    private static final String WAITING = "SD";

    /** Where Linux tells how it is; null before it is asked, elsewhere, and on other systems. */
    private volatile @Nullable Path stat;

    private boolean asked;

    /** Makes the calls of this thread now; null if it makes one of its own. Touched only by this thread. */
    @Nullable CallServer server;

    public WorkerThread(Runnable task, String name) {
        super(null, task, name, 0, false);
        ServerThreads.adoptReplaceable(this);
    }

    /** The current thread; null if it is another one. */
    static @Nullable WorkerThread current() {
        return Thread.currentThread() instanceof WorkerThread worker ? worker : null;
    }

    /** Lets others ask from now on. For this thread. */
    void canBeAsked() {
        if (!asked) {
            asked = true;
            stat = find();
        }
    }

    private static @Nullable Path find() {
        try {
            Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            return Path.of("/proc").resolve(self).resolve("stat");
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** True if it waits for something else than a processor; also where the system does not tell. */
    boolean isWaiting() {
        Path known = stat;
        if (known == null) {
            return true;
        }
        try {
            String text = Files.readString(known, StandardCharsets.ISO_8859_1);
            return WAITING.indexOf(text.charAt(text.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException | IndexOutOfBoundsException e) {
            return true;
        }
    }

    /** The time for which it has had a processor; -1 if it is over, or Java cannot tell. */
    long cpuNanos() {
        return cpuNanos(this);
    }

    static long cpuNanos(Thread thread) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isThreadCpuTimeSupported() ? threads.getThreadCpuTime(thread.getId()) : -1;
    }
}
