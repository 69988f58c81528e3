package dev.effe.server.topics;

import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Puts events into the store, for functions and operators. Thread-safe. */
public final class TopicAppends {

    private final TopicEngine engine;
    private final TopicStore store;
    private final Map<String, Integer> maxEventBytes;
    private final Map<String, LongAdder> appended = new LinkedHashMap<>();

    /** @param maxEventBytes the longest payload of each topic, by its name */
    public TopicAppends(TopicEngine engine, TopicStore store, Map<String, Integer> maxEventBytes) {
        this.engine = engine;
        this.store = store;
        this.maxEventBytes = Map.copyOf(maxEventBytes);
        maxEventBytes.keySet().forEach(topic -> appended.put(topic, new LongAdder()));
    }

    /** The number of events that were appended by this process, by topic. */
    public Map<String, LongAdder> appended() {
        return appended;
    }

    /** Returns the longest payload of a topic; null if there is no such topic. */
    @Nullable Integer maxEventBytes(String topic) {
        return maxEventBytes.get(topic);
    }

    void append(List<NewEvent> events, Duration patience) throws TopicException {
        long beganNanos = System.nanoTime();
        awaitStore(patience);
        store.append(events, patience.minusNanos(System.nanoTime() - beganNanos));
        LongAdder count = appended.get(events.get(0).topic());
        if (count != null) {
            count.add(events.size());
        }
    }

    /** Waits for a store that has not answered since the start. */
    private void awaitStore(Duration patience) throws TopicException {
        try {
            if (!engine.awaitOpen(patience)) {
                throw new TopicException("The event is not kept: the store of topics did not answer within "
                        + patience.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("The event is not kept: the call was interrupted", e);
        }
    }

    /**
     * The appends of a function.
     *
     * @param function its name
     * @param allowed the topics that it may append to
     */
    public FunctionTopics of(String function, Set<String> allowed) {
        return new FunctionTopics(new AppendTarget() {
            @Override
            public int maxEventBytes(String topic) {
                Integer most = allowed.contains(topic) ? maxEventBytes.get(topic) : null;
                if (most == null) {
                    throw new IllegalStateException(
                            function + " appends to " + topic + ": add it to appends in effe.yaml");
                }
                return most;
            }

            @Override
            public void append(List<NewEvent> events, Duration patience) {
                try {
                    TopicAppends.this.append(events, patience);
                } catch (TopicException e) {
                    throw new IllegalStateException(e.getMessage(), e);
                }
            }
        });
    }
}
