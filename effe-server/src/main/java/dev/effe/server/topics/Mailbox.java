package dev.effe.server.topics;

import dev.effe.StatusException;
import dev.effe.spi.topics.TopicException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The messages of other threads to the engine's thread. Thread-safe. */
final class Mailbox implements Executor {

    private static final int PATIENCE_SECONDS = 20;

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

    /**
     * Has something done on the engine's thread, and waits for that.
     *
     * @throws TopicException if it fails, or takes more than 20 s
     */
    <T> T call(EngineTask<T> task) throws TopicException {
        return call(task, PATIENCE_SECONDS);
    }

    /**
     * Has something done on the engine's thread, and waits for that.
     *
     * @throws TopicException if it fails, or takes longer
     */
    <T> T call(EngineTask<T> task, int seconds) throws TopicException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                answer.complete(task.call());
            } catch (TopicException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof StatusException refusal) {
                throw refusal;
            }
            throw new TopicException(String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("Interrupted", e);
        } catch (TimeoutException e) {
            throw new TopicException("The topics took more than " + seconds + " s", e);
        }
    }
}
