package dev.effe.bench.topics;

import com.sun.management.OperatingSystemMXBean;
import dev.effe.bench.candidate.TopicFunction;
import dev.effe.bench.compare.Load;
import dev.effe.server.topics.file.FileTopicStore;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A store of topics, called in this process: whatever is appended is on the disk. Pipelined, a thread appends 64 at a time. */
final class StoreAppending implements Appending {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PIPELINED = 64;
    private static final int KEYS = 10_007;

    private final TopicStore store;
    private final int count;
    private final ExecutorService threads;

    /**
     * Makes the topic.
     *
     * @param store closed with this
     * @param count how many threads append
     */
    StoreAppending(TopicStore store, int count) throws TopicException {
        this.store = store;
        this.count = count;
        this.threads = Executors.newFixedThreadPool(count);
        create(store);
    }

    /** A program that has just begun may be too slow for a connection's first five seconds. */
    private static void create(TopicStore store) throws TopicException {
        for (int attempt = 1; ; attempt++) {
            try {
                store.create(List.of(new TopicSpec("placed", 16, Optional.empty())));
                return;
            } catch (StoreUnreachableException e) {
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    static StoreAppending files(Path folder) throws TopicException {
        return new StoreAppending(new FileTopicStore(folder, System::currentTimeMillis), THREADS);
    }

    /** Appends so many, quickly. */
    void fill(long events) throws TopicException {
        for (long done = 0; done < events; done += 1_000) {
            store.append(events(done, 1_000), PATIENCE);
        }
    }

    /** Appends an event with its time. */
    void appendNow() throws TopicException {
        NewEvent event = event("key-" + System.nanoTime() % KEYS, TopicFunction.payload());
        store.append(List.of(event), PATIENCE);
    }

    private static NewEvent event(String key, byte[] payload) {
        return new NewEvent(
                "placed", Optional.of(key), Optional.empty(), "application/octet-stream", Map.of(), payload);
    }

    private static List<NewEvent> events(long first, int count) {
        List<NewEvent> events = new ArrayList<>(count);
        for (long number = first; number < first + count; number++) {
            events.add(event("key-" + number % KEYS, new byte[PAYLOAD_BYTES]));
        }
        return events;
    }

    @Override
    public Load run(boolean pipelined, int seconds) throws Exception {
        int atOnce = pipelined ? PIPELINED : 1;
        long cpuNanos = SYSTEM.getProcessCpuTime();
        long beganNanos = System.nanoTime();
        long endNanos = beganNanos + seconds * 1_000_000_000L;
        List<Future<Long>> running = new ArrayList<>();
        for (int i = 0; i < this.count; i++) {
            running.add(threads.submit(() -> append(atOnce, endNanos)));
        }
        long count = 0;
        for (Future<Long> each : running) {
            count += each.get();
        }
        double passedSeconds = (System.nanoTime() - beganNanos) / 1e9;
        double cpuMicros = (SYSTEM.getProcessCpuTime() - cpuNanos) / 1e3;
        return new Load(count / passedSeconds, 0, 0, 0, cpuMicros / count, 0);
    }

    private long append(int atOnce, long endNanos) throws TopicException {
        long count = 0;
        while (System.nanoTime() < endNanos) {
            store.append(events(count, atOnce), PATIENCE);
            count += atOnce;
        }
        return count;
    }

    @Override
    public void close() {
        threads.shutdown();
        store.close();
    }
}
