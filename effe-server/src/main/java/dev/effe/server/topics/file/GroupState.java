package dev.effe.server.topics.file;

import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The progress of one group in a topic. Guarded by its file. */
final class GroupState {

    final Map<Integer, Long> cursors = new HashMap<>();
    private final NavigableMap<Long, Parked> waiting = new TreeMap<>();
    private final NavigableMap<Long, Parked> dead = new TreeMap<>();

    void apply(GroupChange change) {
        cursors.putAll(change.cursors());
        for (ParkedChange each : change.parked()) {
            waiting.remove(each.offset());
            dead.remove(each.offset());
            if (each instanceof ParkedChange.Put put) {
                parked(put.parked().isDead()).put(each.offset(), put.parked());
            }
        }
    }

    private NavigableMap<Long, Parked> parked(boolean isDead) {
        return isDead ? dead : waiting;
    }

    List<Parked> parked(boolean isDead, long after, int most) {
        List<Parked> found = new ArrayList<>();
        for (Parked each : parked(isDead).tailMap(after, false).values()) {
            if (found.size() == most) {
                break;
            }
            found.add(each);
        }
        return found;
    }

    int count(boolean isDead) {
        return parked(isDead).size();
    }

    /** All that it is, as changes of nothing, so many put aside in each. */
    List<GroupChange> changes(GroupChange.Name name, int most) {
        List<GroupChange> changes = new ArrayList<>();
        changes.add(new GroupChange(name, Map.copyOf(cursors), List.of()));
        List<ParkedChange> some = new ArrayList<>();
        for (NavigableMap<Long, Parked> each : List.of(waiting, dead)) {
            for (Parked parked : each.values()) {
                some.add(new ParkedChange.Put(parked));
                if (some.size() == most) {
                    changes.add(new GroupChange(name, Map.of(), some));
                    some = new ArrayList<>();
                }
            }
        }
        if (!some.isEmpty()) {
            changes.add(new GroupChange(name, Map.of(), some));
        }
        return changes;
    }
}
