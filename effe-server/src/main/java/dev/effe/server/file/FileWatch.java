package dev.effe.server.file;

import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The thread that looks whether files have changed, and has them read again. It looks rather than has itself told: a
 * notification does not come from every file system, nor for what a symbolic link in the middle of a path points to.
 */
public final class FileWatch implements AutoCloseable {

    /** The time between two looks. A change is taken up when two looks in a row find the same, so after twice that. */
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Supplier<String> stamps;
    private final Runnable onChange;
    private final Thread thread;

    /** Touched by the constructor, then only by the thread. */
    private String taken;

    private volatile boolean closed;

    /**
     * Makes it.
     *
     * @param name of its thread
     * @param stamps something that changes when one of the files does
     * @param taken the stamp from before they were read
     * @param onChange reads them again, on the thread
     */
    public FileWatch(String name, Supplier<String> stamps, String taken, Runnable onChange) {
        this.stamps = stamps;
        this.taken = taken;
        this.onChange = onChange;
        thread = ServerThreads.vital(name, this::run);
    }

    /**
     * Something that changes when the file does, also if it is replaced by way of a symbolic link, as Kubernetes replaces
     * the files of a secret.
     */
    public static String stamp(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return file.lastModifiedTime() + " " + file.size() + " " + file.fileKey() + "\n";
        } catch (IOException e) {
            return "missing\n";
        }
    }

    public void start() {
        thread.start();
    }

    private void run() {
        String seen = taken;
        while (!closed) {
            ServerThreads.parkNanos(this, PERIOD.toNanos());
            String now = stamps.get();
            // Twice the same: whoever replaces several files has probably finished.
            if (!now.equals(taken) && now.equals(seen) && !closed) {
                taken = now;
                onChange.run();
            }
            seen = now;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
