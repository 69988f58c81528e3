package dev.effe.server.topics;

import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for replays, and has those that there are delivered. Their classes are loaded once there is one. Confined to the
 * engine's thread, but for what it tells.
 */
final class ReplayWatch {

    /** Between two looks for replays that other processes have begun or ended. */
    private static final long LOOK_MILLIS = 3_000;

    private final TopicStore store;
    private final StoreFailures failures;
    private final Map<String, Integer> lanesOfTopics;
    private final EngineGroups groups;

    /** Written before the engine's thread runs; null if nothing is replayed. */
    private @Nullable Supplier<ReplayTargets> targets;

    private long lookedMillis;
    /** Null until there is a replay. */
    private @Nullable Replays replays;

    /** Written each second. */
    private volatile Map<String, Double> speeds = Map.of();
    /** Written each second. */
    private volatile long left;

    ReplayWatch(TopicStore store, StoreFailures failures, Map<String, Integer> lanesOfTopics, EngineGroups groups) {
        this.store = store;
        this.failures = failures;
        this.lanesOfTopics = lanesOfTopics;
        this.groups = groups;
    }

    /** Has it deliver replays to these. To be called before the engine's thread runs. */
    void to(Supplier<ReplayTargets> all) {
        targets = all;
    }

    /** Looks for replays if it is time. */
    void step(long nowMillis) {
        if (nowMillis - lookedMillis >= LOOK_MILLIS || nowMillis < lookedMillis) {
            look(nowMillis);
        }
    }

    void look(long nowMillis) {
        lookedMillis = nowMillis;
        try {
            List<ReplayState> kept = store.replays();
            if (replays == null && targets != null && !kept.isEmpty()) {
                replays = Replays.of(groups, store, targets.get(), lanesOfTopics);
            }
            if (replays != null) {
                replays.look(kept, nowMillis);
            }
        } catch (TopicException | RuntimeException e) {
            failures.add("replays, which wait", e);
        }
    }

    /** Ends what is through, and measures. Called each second, once all is written. */
    void tick(long nowMillis) {
        if (replays == null) {
            return;
        }
        try {
            replays.tick(nowMillis);
            speeds = replays.speeds();
            left = replays.left();
        } catch (TopicException | RuntimeException e) {
            failures.add("replays, which wait", e);
        }
    }

    /** The events a second of each replay that is delivered here, by name. */
    Map<String, Double> speeds() {
        return speeds;
    }

    /** About how many events of these are still to be settled, by all processes. */
    long left() {
        return left;
    }
}
