package dev.effe.server.events;

import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.ServerThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that write how events stand: the functions' workers may be event loops, which must not wait for a disk.
 * Thread-safe.
 */
final class EventWorkers implements Executor {

    private static final Logger log = LoggerFactory.getLogger(EventWorkers.class);
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool;
    private final EventIndex index;

    EventWorkers(EventIndex index, int threads) {
        this.index = index;
        this.pool = pool("effe-event-worker", threads);
    }

    /** As many daemon threads as there is work for, up to a number. */
    static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> ServerThreads.replaceable(name, task));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Does with an event in flight what lands it. */
    void land(StoredEvent stored, Runnable step) {
        try {
            pool.execute(() -> make(stored, step));
        } catch (RuntimeException | Error e) {
            Fatal.check(e);
            index.putBack(stored); // Such as no thread; or the server has stopped.
        }
    }

    private void make(StoredEvent stored, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            Fatal.check(e);
            log.error("The result of event {} could not be kept: it will be tried again", stored.id, e);
            index.refused(stored);
        }
    }

    void shutdown() {
        pool.shutdown();
    }
}
