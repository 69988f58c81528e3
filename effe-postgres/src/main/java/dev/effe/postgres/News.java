package dev.effe.postgres;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells of topics that have new events. Thread-safe. */
final class News {

    private final TopicTable topics;
    private volatile Consumer<String> listener = topic -> {};

    /** By topic the offset that was told of last. Guarded by this. */
    private final Map<Integer, Long> told = new HashMap<>();

    News(TopicTable topics) {
        this.topics = topics;
    }

    void to(Consumer<String> told) {
        listener = told;
    }

    /** Tells of a topic, if it was not told that far yet. */
    void upTo(int topic, long last) {
        synchronized (this) {
            Long before = told.put(topic, last);
            if (before != null && before >= last) {
                told.put(topic, before);
                return;
            }
        }
        topics.all().stream()
                .filter(row -> row.id() == topic)
                .forEach(row -> listener.accept(row.spec().name()));
    }
}
