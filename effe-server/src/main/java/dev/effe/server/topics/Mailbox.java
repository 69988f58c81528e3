package dev.effe.server.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The messages of other threads to the engine's thread. Thread-safe. */
final class Mailbox implements Executor {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<String> news = ConcurrentHashMap.newKeySet();

    /** Written once, when the thread begins. */
    private volatile @Nullable Thread reader;

    void readBy(Thread thread) {
        reader = thread;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** There are new events of a topic. */
    void news(String topic) {
        if (news.add(topic)) {
            wake();
        }
    }

    void wake() {
        LockSupport.unpark(reader);
    }

    @Nullable Runnable task() {
        return tasks.poll();
    }

    /** The topics of which there is news, once. */
    List<String> takeNews() {
        if (news.isEmpty()) {
            return List.of();
        }
        List<String> taken = new ArrayList<>(news);
        news.removeAll(taken);
        return taken;
    }

    boolean isEmpty() {
        return tasks.isEmpty() && news.isEmpty();
    }
}
