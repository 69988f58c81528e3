package dev.effe.test;

import dev.effe.Draft;
import dev.effe.server.topics.AppendTarget;
import dev.effe.spi.topics.NewEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The events that a tested function has appended. Thread-safe. */
final class Appended implements AppendTarget {

    /** The server's own default of {@code max-event}. */
    private static final int MAX_EVENT = 1 << 20;

    private static final Set<String> SERVERS_OWN = Set.of("effe-depth", "traceparent", "tracestate");

    /** Guarded by this. */
    private final Map<String, List<Draft>> byTopic = new HashMap<>();

    @Override
    public int maxEventBytes(String topic) {
        return MAX_EVENT;
    }

    @Override
    public synchronized void append(List<NewEvent> events, Duration patience) {
        for (NewEvent event : events) {
            byTopic.computeIfAbsent(event.topic(), topic -> new ArrayList<>()).add(draft(event));
        }
    }

    private static Draft draft(NewEvent event) {
        Draft draft =
                Draft.of(event.payload(), event.contentType()).key(event.key().orElse(null));
        draft = event.id().map(draft::id).orElse(draft);
        for (Map.Entry<String, String> header : event.headers().entrySet()) {
            if (!SERVERS_OWN.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                draft = draft.header(header.getKey(), header.getValue());
            }
        }
        return draft;
    }

    synchronized List<Draft> to(String topic) {
        return List.copyOf(byTopic.getOrDefault(topic, List.of()));
    }
}
