package dev.effe.server.metrics;

import dev.effe.server.topics.GroupStats;
import dev.effe.server.topics.TopicAppends;
import dev.effe.server.topics.TopicEngine;
import dev.effe.server.topics.TriggerListener;
import dev.effe.spi.topics.InboxState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters of topics and their groups. Thread-safe. */
public final class TopicMeters implements TriggerListener {

    private static final String GROUP = "group";
    private static final String TOPIC = "topic";

    /** The labels of a meter of attempts. */
    private record Key(String group, String topic, Outcome outcome) {}

    private final Map<Key, Durations> times = new ConcurrentHashMap<>();

    /** Null until there are topics. */
    private volatile @Nullable Watched watched;

    /** The source of the values. */
    private record Watched(TopicEngine engine, TopicAppends appends) {}

    private TopicMeters() {}

    /** Makes those of a process. Not in Meters, which would load what few processes need. */
    public static TopicMeters in(Meters meters) {
        TopicMeters topics = new TopicMeters();
        meters.add(made -> topics.register(made.registry()));
        return topics;
    }

    private void register(PrometheusRegistry registry) {
        registry.register(this::attempts);
        registry.register(this::appended);
        registry.register(this::storeErrors);
        registry.register(this::replayLeft);
        registry.register((MultiCollector) this::inbox); // By one look, since each is a question to the store.
        gauge(registry, "effe_trigger_lag_events", "Events still to be settled, about", GroupStats::lag);
        gauge(
                registry,
                "effe_trigger_oldest_seconds",
                "Age of the oldest event still to be settled",
                group -> group.oldestMillis() / 1000.0);
        gauge(registry, "effe_parked", "Events put aside to be tried again", GroupStats::parked);
        gauge(registry, "effe_dead", "Events given up and kept", GroupStats::dead);
        gauge(registry, "effe_lanes_held", "Lanes that this process delivers", GroupStats::lanes);
        gauge(
                registry,
                "effe_trigger_paused",
                "1 if so many have failed that one at a time is tried",
                group -> group.paused() ? 1 : 0);
    }

    /** Reads these from now on. */
    public void watch(TopicEngine engine, TopicAppends appends) {
        watched = new Watched(engine, appends);
    }

    private CounterSnapshot storeErrors() {
        Watched now = watched;
        return CounterSnapshot.builder()
                .name("effe_store_errors")
                .help("Failures of the store of topics")
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(now == null ? 0 : (double) now.engine.storeErrors())
                        .build())
                .build();
    }

    private GaugeSnapshot replayLeft() {
        Watched now = watched;
        return value(
                "effe_replay_left",
                "Events still to be settled of all replays that this process has a part in, about",
                now == null ? 0 : (double) now.engine.replayLeft());
    }

    private MetricSnapshots inbox() {
        Watched now = watched;
        Optional<InboxState> state = now == null ? Optional.empty() : now.engine.inbox();
        return state.map(known -> MetricSnapshots.of(
                        value(
                                "effe_topic_inbox",
                                "Appended events that have no offset yet, of all processes, 100,000 at most",
                                (double) known.events()),
                        value(
                                "effe_topic_inbox_oldest_seconds",
                                "Age of the oldest appended event that has no offset yet",
                                known.oldest().toMillis() / 1000.0)))
                .orElseGet(MetricSnapshots::of);
    }

    private static GaugeSnapshot value(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build();
    }

    private CounterSnapshot appended() {
        Watched now = watched;
        CounterSnapshot.Builder all =
                CounterSnapshot.builder().name("effe_topic_appended").help("Events ever appended by this process");
        Map<String, LongAdder> counts = now == null ? Map.of() : now.appends.appended();
        counts.forEach((topic, count) -> all.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of(TOPIC, topic))
                .value((double) count.sum())
                .build()));
        return all.build();
    }

    private void gauge(PrometheusRegistry registry, String name, String help, ToDoubleFunction<GroupStats> value) {
        registry.register(() -> {
            GaugeSnapshot.Builder all = GaugeSnapshot.builder().name(name).help(help);
            Watched now = watched;
            List<GroupStats> groups = now == null ? List.of() : now.engine.stats();
            for (GroupStats group : groups) {
                all.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(Labels.of(GROUP, group.group(), TOPIC, group.topic()))
                        .value(value.applyAsDouble(group))
                        .build());
            }
            return all.build();
        });
    }

    @Override
    public void ended(String group, String topic, Outcome outcome, long nanos) {
        times.computeIfAbsent(new Key(group, topic, outcome), key -> new Durations())
                .add(nanos);
    }

    private HistogramSnapshot attempts() {
        HistogramSnapshot.Builder all =
                HistogramSnapshot.builder().name("effe_trigger_seconds").help("Time of an attempt to deliver an event");
        times.forEach((key, durations) -> all.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(Labels.of(GROUP, key.group(), "outcome", key.outcome().label(), TOPIC, key.topic()))
                .classicHistogramBuckets(InvocationMeters.buckets(durations))
                .sum(durations.seconds())
                .build()));
        return all.build();
    }
}
