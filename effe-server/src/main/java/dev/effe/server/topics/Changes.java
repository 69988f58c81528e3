package dev.effe.server.topics;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The changes of a group that are not written yet: of each event put aside only the last one counts. Confined to the
 * engine's thread.
 *
 * <p>An event that was put aside and is over is forgotten only once its lane's cursor has passed it. Until then a process
 * that comes after a kill would read it again, behind those of its key that are still put aside.
 */
final class Changes {

    private final TopicStore store;
    private final LaneClaims claims;
    private final Map<Long, ParkedChange> parked = new LinkedHashMap<>();
    /** Events that were put aside and are over, whose cursor has not passed them. */
    private final Map<Long, ParkedChange> settled = new LinkedHashMap<>();

    Changes(TopicStore store, LaneClaims claims) {
        this.store = store;
        this.claims = claims;
    }

    void add(ParkedChange change) {
        parked.remove(change.offset());
        parked.put(change.offset(), change);
    }

    /** An event that was put aside is over. */
    void settled(Entry entry) {
        settled.put(entry.offset, new ParkedChange.Remove(entry.offset, entry.lane));
    }

    /** Writes them, and how far each lane is, in one step. After a failure they are all still there. */
    void write(Collection<Lane> lanes) throws TopicException {
        Map<Integer, Long> through = new HashMap<>();
        Map<Integer, Long> cursors = new HashMap<>();
        for (Lane lane : lanes) {
            lane.trim();
            through.put(lane.number, lane.cursor());
            if (lane.isChanged()) {
                cursors.put(lane.number, lane.cursor());
            }
        }
        forgetPassed(through);
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

    private void forgetPassed(Map<Integer, Long> cursors) {
        Iterator<ParkedChange> all = settled.values().iterator();
        while (all.hasNext()) {
            ParkedChange change = all.next();
            if (change.offset() <= cursors.getOrDefault(change.lane(), 0L)) {
                all.remove();
                add(change);
            }
        }
    }
}
