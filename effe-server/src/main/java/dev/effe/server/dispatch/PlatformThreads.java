package dev.effe.server.dispatch;

import dev.effe.server.loop.WorkerThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads with numbered names: user code that never returns does not keep the process alive. */
final class PlatformThreads implements ThreadFactory {

    private final String name;
    private final Runnable begin;
    private final AtomicInteger number = new AtomicInteger();

    /** @param begin what each thread does first */
    PlatformThreads(String name, Runnable begin) {
        this.name = name;
        this.begin = begin;
    }

    @Override
    public Thread newThread(Runnable task) {
        Runnable all = () -> {
            begin.run();
            task.run();
        };
        return new WorkerThread(all, name + number.incrementAndGet());
    }
}
