package dev.effe.server.topics.file;

import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.TopicException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes dead events for operators, one change after the other. Thread-safe. */
final class DeadChanges {

    private final GroupFile groups;

    DeadChanges(GroupFile groups) {
        this.groups = groups;
    }

    synchronized int redrive(GroupChange.Name name, Set<Long> offsets) throws TopicException {
        List<ParkedChange> changes = new ArrayList<>();
        for (Parked dead : groups.dead(name, offsets)) {
            changes.add(new ParkedChange.Put(new Parked(
                    dead.offset(), dead.lane(), dead.key(), 0, Instant.EPOCH, Optional.empty(), dead.error())));
        }
        write(name, changes);
        groups.redriven(name, changes.stream().map(ParkedChange::offset).collect(Collectors.toSet()));
        return changes.size();
    }

    synchronized int purge(GroupChange.Name name, Set<Long> offsets) throws TopicException {
        Map<Integer, Long> cursors = groups.cursors(name);
        List<ParkedChange> changes = new ArrayList<>();
        for (Parked dead : groups.dead(name, offsets)) {
            if (dead.offset() <= cursors.getOrDefault(dead.lane(), 0L)) {
                changes.add(new ParkedChange.Remove(dead.offset(), dead.lane()));
            }
        }
        write(name, changes);
        return changes.size();
    }

    private void write(GroupChange.Name name, List<ParkedChange> changes) throws TopicException {
        if (!changes.isEmpty()) {
            groups.write(new GroupChange(name, Map.of(), changes));
        }
    }
}
