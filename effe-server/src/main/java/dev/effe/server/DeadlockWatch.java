package dev.effe.server;

import dev.effe.server.dispatch.Dispatcher;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for threads that wait for each other for ever, but only while some invocation takes suspiciously long: the check
 * stops every thread for a moment, and loads classes that most servers never need. Used by the housekeeper alone.
 */
final class DeadlockWatch {

    private static final Logger log = LoggerFactory.getLogger(DeadlockWatch.class);
    private static final Duration SUSPICIOUS = Duration.ofSeconds(4);

    private final Dispatcher<?> dispatcher;
    private final Life life;

    DeadlockWatch(Dispatcher<?> dispatcher, Life life) {
        this.dispatcher = dispatcher;
        this.life = life;
    }

    void check() {
        if (life.isDeadlocked() || dispatcher.oldest().compareTo(SUSPICIOUS) < 0) {
            return;
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] deadlocked = threads.findDeadlockedThreads();
        if (deadlocked != null) {
            StringBuilder stacks = new StringBuilder();
            for (ThreadInfo thread : threads.getThreadInfo(deadlocked, true, true)) {
                stacks.append(thread);
            }
            log.error("Threads wait for each other for ever: the server is no longer live\n{}", stacks);
            life.deadlocked();
        }
    }
}
