package dev.effe.server.tls;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks whether the files have changed, and reads them again. It looks rather than has itself told: a
 * notification does not come from every file system, nor for what a symbolic link in the middle of a path points to.
 */
public final class TlsFileWatch implements AutoCloseable {

    /** Puts what was read to use. */
    public interface Taker {

        /** Called on the watch's thread; throws if it is of no use. */
        void take(TlsMaterial material) throws TlsFileException;
    }

    /** How often it looks. A change is taken up when two looks in a row find the same, so after twice that. */
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(TlsFileWatch.class);

    private final TlsFiles files;
    private final Taker onChange;
    private final Runnable onFailure;
    private final Thread thread = new Thread(this::run, "effe-tls-files");

    /** Touched by the constructor, then only by the thread. */
    private String taken;

    private volatile boolean closed;

    /**
     * @param taken the files' stamp from before they were read
     * @param onChange given what was read, if it is good
     * @param onFailure called when it is not good; what was read before counts
     */
    public TlsFileWatch(TlsFiles files, String taken, Taker onChange, Runnable onFailure) {
        this.files = files;
        this.taken = taken;
        this.onChange = onChange;
        this.onFailure = onFailure;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        String seen = taken;
        while (!closed) {
            LockSupport.parkNanos(this, PERIOD.toNanos());
            String now = files.stamp();
            // Twice the same: whoever replaces several files has probably finished.
            if (!now.equals(taken) && now.equals(seen) && !closed) {
                taken = now;
                reload();
            }
            seen = now;
        }
    }

    private void reload() {
        try {
            TlsMaterial material = files.read();
            onChange.take(material);
            log.info("Took the new certificate: {}", material.description());
        } catch (TlsFileException | RuntimeException e) {
            log.warn("The certificate from before stays in use: {}", e.getMessage());
            onFailure.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
