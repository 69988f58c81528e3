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

    private final TopicStore store;
    private final Map<String, Integer> maxEventBytes;
    private final Map<String, LongAdder> appended = new LinkedHashMap<>();

    /** @param maxEventBytes the longest payload of each topic, by its name */
    public TopicAppends(TopicStore store, Map<String, Integer> maxEventBytes) {
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
        store.append(events, patience);
        LongAdder count = appended.get(events.get(0).topic());
        if (count != null) {
            count.add(events.size());
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
