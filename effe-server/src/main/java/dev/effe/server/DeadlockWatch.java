package dev.effe.server;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds threads that wait for each other for ever: such a server is no longer live. Used by the housekeeper alone. */
final class DeadlockWatch {

    private static final Logger log = LoggerFactory.getLogger(DeadlockWatch.class);

    private final Life life;

    /** The threads that waited for monitors at the last check. */
    private Set<Thread> lookedAt = Set.of();

    DeadlockWatch(Life life) {
        this.life = life;
    }

    /**
     * Looks for a deadlock.
     *
     * @param workers the threads that run functions
     */
    void check(Collection<Thread> workers) {
        if (life.isDeadlocked()) {
            return;
        }
        String stacks = platformThreads();
        if (stacks.isEmpty()) {
            stacks = LockDeadlock.find(workers);
        }
        if (stacks.isEmpty() && mayWaitForEachOther(workers)) {
            stacks = MonitorDeadlock.find();
        }
        if (!stacks.isEmpty()) {
            log.error("Threads wait for each other for ever: the server is no longer live\n{}", stacks);
            life.deadlocked();
        }
    }

    /**
     * Whether to look at the monitors of virtual threads. Once for the same threads, and not without need: it takes a dump
     * of all threads, which can end the JVM while virtual threads come and go (JDK-8364343).
     */
    private boolean mayWaitForEachOther(Collection<Thread> workers) {
        Set<Thread> blocked = workers.stream()
                .filter(worker -> worker.getState() == Thread.State.BLOCKED)
                .collect(Collectors.toSet());
        boolean others = !lookedAt.containsAll(blocked);
        lookedAt = blocked;
        return others && blocked.size() > 1;
    }

    /** The stacks of platform threads in a deadlock; "" if there is none. */
    private static String platformThreads() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] deadlocked = threads.findDeadlockedThreads();
        if (deadlocked == null) {
            return "";
        }
        StringBuilder stacks = new StringBuilder();
        for (ThreadInfo thread : threads.getThreadInfo(deadlocked, Integer.MAX_VALUE)) {
            if (thread == null || thread.getThreadState() == Thread.State.TIMED_WAITING) {
                return ""; // It is over, or will be.
            }
            append(stacks, thread);
        }
        return stacks.toString();
    }

    private static void append(StringBuilder stacks, ThreadInfo thread) {
        stacks.append('"').append(thread.getThreadName()).append("\" waits for ");
        stacks.append(thread.getLockName()).append(", held by \"");
        stacks.append(thread.getLockOwnerName()).append("\"\n");
        for (StackTraceElement frame : thread.getStackTrace()) {
            stacks.append("\tat ").append(frame).append('\n');
        }
    }
}
