package dev.effe.server.topics.file;

import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The progress of one group in a topic. Guarded by its file. */
final class GroupState {

    final Map<Integer, Long> cursors = new HashMap<>();
    private final NavigableMap<Long, Parked> waiting = new TreeMap<>();
    private final NavigableMap<Long, Parked> dead = new TreeMap<>();
    /** The ones that wait and were redriven, until they change. */
    private final Set<Long> redriven = new HashSet<>();

    void apply(GroupChange change) {
        cursors.putAll(change.cursors());
        for (ParkedChange each : change.parked()) {
            waiting.remove(each.offset());
            dead.remove(each.offset());
            redriven.remove(each.offset());
            if (each instanceof ParkedChange.Put put) {
                parked(put.parked().isDead()).put(each.offset(), put.parked());
            }
        }
    }

    private NavigableMap<Long, Parked> parked(boolean isDead) {
        return isDead ? dead : waiting;
    }

    void redriven(Set<Long> offsets) {
        offsets.stream().filter(waiting::containsKey).forEach(redriven::add);
    }

    Stream<Parked> parked(ParkedFilter filter) {
        Stream<Parked> all = filter.kind() == Kind.REDRIVEN
                ? redriven.stream()
                        .sorted()
                        .filter(offset -> offset > filter.after())
                        .map(waiting::get)
                : parked(filter.kind() == Kind.DEAD).tailMap(filter.after(), false).values().stream();
        return filter.lanes()
                .map(lanes -> all.filter(parked -> lanes.contains(parked.lane())))
                .orElse(all);
    }

    /** The dead ones of these. */
    List<Parked> dead(Set<Long> offsets) {
        return offsets.stream().sorted().map(dead::get).filter(Objects::nonNull).toList();
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
