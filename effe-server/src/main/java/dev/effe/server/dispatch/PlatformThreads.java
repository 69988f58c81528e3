package dev.effe.server.dispatch;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads with numbered names: user code that never returns does not keep the process alive. */
final class PlatformThreads implements ThreadFactory {

    private final String name;
    private final AtomicInteger number = new AtomicInteger();

    PlatformThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
