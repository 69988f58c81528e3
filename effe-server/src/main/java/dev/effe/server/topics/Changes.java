package dev.effe.server.topics;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The changes of a group that are not written yet: of each event put aside only the last one counts. Confined to the
 * engine's thread.
 */
final class Changes {

    private final TopicStore store;
    private final LaneClaims claims;
    private final Map<Long, ParkedChange> parked = new LinkedHashMap<>();

    Changes(TopicStore store, LaneClaims claims) {
        this.store = store;
        this.claims = claims;
    }

    void add(ParkedChange change) {
        parked.remove(change.offset());
        parked.put(change.offset(), change);
    }

    /** Forgets those of a lane. */
    void drop(int lane) {
        parked.values().removeIf(change -> change.lane() == lane);
    }

    /** Writes them, and how far each lane is, in one step. After a failure they are all still there. */
    void write(Collection<Lane> lanes) throws TopicException {
        Map<Integer, Long> cursors = new HashMap<>();
        for (Lane lane : lanes) {
            lane.trim();
            if (lane.isChanged()) {
                cursors.put(lane.number, lane.cursor());
            }
        }
        if (cursors.isEmpty() && parked.isEmpty()) {
            return;
        }
        store.commit(claims, cursors, new ArrayList<>(parked.values()));
        for (Lane lane : lanes) {
            if (cursors.containsKey(lane.number)) {
                lane.written(cursors.get(lane.number));
            }
        }
        parked.clear();
    }
}
