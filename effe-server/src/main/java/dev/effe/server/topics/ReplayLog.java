package dev.effe.server.topics;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The events of a replay: up to its last one, and of its key if it has one. Confined to the engine's thread. */
final class ReplayLog implements EventLog {

    /** Reads in one turn that find no event of the key: the engine's thread has others to see to. */
    private static final int READS = 4;

    private final TopicStore store;
    private final ReplayPlan plan;
    private final Set<Integer> lanes;
    private boolean cutShort;

    /** @param lanes those that have events of it */
    ReplayLog(TopicStore store, ReplayPlan plan, Set<Integer> lanes) {
        this.store = store;
        this.plan = plan;
        this.lanes = Set.copyOf(lanes);
    }

    @Override
    public Batch read(Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException {
        cutShort = false;
        Map<Integer, Long> after = new HashMap<>();
        afterByLane.forEach((lane, offset) -> {
            if (lanes.contains(lane) && offset < plan.until()) {
                after.put(lane, offset);
            }
        });
        for (int reads = 0; !after.isEmpty(); reads++) {
            Batch batch = store.read(plan.topic(), after, most, mostBytes);
            List<StoredEvent> found = batch.events().stream().filter(this::has).toList();
            if (!found.isEmpty() || batch.events().isEmpty() || batch.upTo() >= plan.until()) {
                return new Batch(found, Math.min(batch.upTo(), plan.until()));
            }
            if (reads == READS) {
                cutShort = true;
                return new Batch(List.of(), batch.upTo());
            }
            after.replaceAll((lane, offset) -> Math.max(offset, batch.upTo()));
        }
        return new Batch(List.of(), plan.until());
    }

    private boolean has(StoredEvent event) {
        return event.offset() <= plan.until()
                && (plan.key().isEmpty() || plan.key().equals(event.key()));
    }

    @Override
    public long last() {
        return plan.until();
    }

    @Override
    public boolean isCutShort() {
        return cutShort;
    }
}
