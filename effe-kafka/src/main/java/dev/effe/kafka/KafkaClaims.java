package dev.effe.kafka;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneShare;
import dev.effe.spi.topics.LostClaimException;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.TopicException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes that this process has of a group, by leases that the brokers' clock counts. One thread at a time calls it. */
final class KafkaClaims implements LaneClaims {

    private static final Logger log = LoggerFactory.getLogger(KafkaClaims.class);

    private final StateLog state;
    private final String group;
    private final String topic;
    private final String member;
    /** The epoch of each lane that it knows of. */
    private final Map<Integer, Long> epochs = new HashMap<>();

    private boolean leaving;
    private boolean closed;

    KafkaClaims(StateLog state, String group, String topic, String process) {
        this.state = state;
        this.group = group;
        this.topic = topic;
        this.member = Members.of(process);
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public String topic() {
        return topic;
    }

    private String cannot(String what) {
        return what + " of " + topic + " for " + group;
    }

    /** Tells the difference between what it has now and what it knew of, which an unanswered renewal does not change. */
    @Override
    public LaneShare renew() throws TopicException {
        GroupState.Held held = (GroupState.Held)
                state.submit(cannot("Lanes cannot be claimed"), new Command.Renew(group, topic, member, leaving));
        Set<Integer> lost = new HashSet<>();
        epochs.forEach((lane, epoch) -> {
            if (!epoch.equals(held.epochs().get(lane))) {
                lost.add(lane);
            }
        });
        epochs.keySet().removeAll(lost);
        Map<Integer, Long> gained = new HashMap<>(held.cursors());
        gained.keySet().removeAll(epochs.keySet());
        epochs.putAll(held.epochs());
        return new LaneShare(gained, lost, held.surplus());
    }

    @Override
    public void leave() {
        leaving = true;
    }

    @Override
    public void giveBack(Set<Integer> lanes) throws TopicException {
        Map<Integer, Long> given = new HashMap<>(epochs);
        given.keySet().retainAll(lanes);
        if (!given.isEmpty()) {
            state.submit(cannot("Lanes cannot be given back"), new Command.GiveBack(group, topic, member, given));
            epochs.keySet().removeAll(given.keySet());
        }
    }

    void commit(Map<Integer, Long> cursors, List<ParkedChange> changes) throws TopicException {
        List<Command.Change> written = changes.stream()
                .map(change -> new Command.Change(
                        change.offset(),
                        change.lane(),
                        change instanceof ParkedChange.Put put ? ParkedRecord.of(put.parked()) : null))
                .toList();
        Command.Commit commit =
                new Command.Commit(group, topic, member, Map.copyOf(epochs), Map.copyOf(cursors), written);
        Set<?> lost = (Set<?>) state.submit(cannot("It cannot be written how far lanes are"), commit);
        if (!lost.isEmpty()) {
            Set<Integer> lanes = new HashSet<>();
            lost.forEach(lane -> lanes.add((Integer) lane));
            throw new LostClaimException(lanes);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            state.submit(cannot("The membership cannot be ended"), new Command.Leave(group, topic, member));
        } catch (TopicException e) {
            log.warn("{}: others take the lanes over when their leases end", e.getMessage());
        }
    }
}
