package dev.effe.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The processes of a run, to which faults happen one after the other. Thread-safe for those that send. */
final class ChaosProcesses implements AutoCloseable {

    /** Starts a process, and waits until it is ready. */
    @FunctionalInterface
    interface Start {
        EffeProcess start() throws Exception;
    }

    /** A fault that happens to processes or to their store; all is well again when it returns. */
    @FunctionalInterface
    interface Fault {
        void happen(ChaosProcesses to, Random random) throws Exception;
    }

    private final AtomicReferenceArray<EffeProcess> processes;
    private final Start start;
    /** The number of times that a process lost what it had not written. */
    private int losses;

    private final CountDownLatch never = new CountDownLatch(1);

    ChaosProcesses(int count, Start start) throws Exception {
        this.start = start;
        processes = new AtomicReferenceArray<>(count);
        for (int i = 0; i < count; i++) {
            processes.set(i, start.start());
        }
    }

    /** One of them, which may be dead or stopped. */
    EffeProcess any(Random random) {
        return processes.get(random.nextInt(processes.length()));
    }

    List<EffeProcess> all() {
        List<EffeProcess> all = new ArrayList<>();
        for (int i = 0; i < processes.length(); i++) {
            all.add(processes.get(i));
        }
        return all;
    }

    /** Kills one, and starts another in its place. */
    void kill(Random random) throws Exception {
        int which = random.nextInt(processes.length());
        EffeProcess killed = processes.get(which);
        killed.close();
        killed.exitCode();
        lose(1);
        processes.set(which, start.start());
    }

    /** Says how many processes have lost what they had not written, by another fault. */
    void lose(int more) {
        losses += more;
    }

    int losses() {
        return losses;
    }

    /** Stops one for a while, from which it wakes knowing nothing of that. */
    void pause(Random random, long leastMillis, long mostMillis) throws Exception {
        EffeProcess paused = any(random);
        paused.signal("STOP");
        pass(leastMillis + random.nextLong(mostMillis - leastMillis));
        paused.signal("CONT");
    }

    /** Lets time pass. */
    void pass(long millis) throws InterruptedException {
        never.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        all().forEach(EffeProcess::close);
    }
}
