package dev.effe.server.topics;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneShare;
import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.LostClaimException;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A group of a topic in memory: cursors, members, claims, events put aside. Guarded by its store's data. */
final class MemoryGroup {

    private static final long LEASE_MILLIS = LaneClaims.LEASE.toMillis();

    /** A lane: whose it is, and until when. */
    private static final class Lane {
        long cursor;
        long epoch;
        int member;
        long untilMillis;
    }

    private final Map<Integer, Lane> lanes = new TreeMap<>();
    /** When each member's membership ends. */
    private final Map<Integer, Long> members = new TreeMap<>();

    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Long, Parked> parked = new TreeMap<>();
    private final Set<Long> redriven = new HashSet<>();

    MemoryGroup(int count, long after) {
        for (int number = 0; number < count; number++) {
            Lane lane = new Lane();
            lane.cursor = after;
            lanes.put(number, lane);
        }
    }

    /** The number of a new member, from 1. */
    int member(String owner) {
        names.put(names.size() + 1, owner);
        return names.size();
    }

    /** @param epochs those of the member's claims by lane, which this keeps up to date */
    LaneShare renew(int member, boolean leaving, Map<Integer, Long> epochs, long nowMillis) {
        members.values().removeIf(until -> until <= nowMillis);
        members.put(member, nowMillis + LEASE_MILLIS);
        if (leaving) {
            members.remove(member);
        }
        Set<Integer> lost = new TreeSet<>(epochs.keySet());
        lost.removeIf(lane -> isOf(lane, member, epochs));
        epochs.keySet().removeAll(lost);
        epochs.keySet().forEach(lane -> lanes.get(lane).untilMillis = nowMillis + LEASE_MILLIS);
        int share = leaving ? 0 : share(member);
        Map<Integer, Long> gained = new TreeMap<>();
        lanes.forEach((number, lane) -> {
            if (epochs.size() < share && lane.untilMillis <= nowMillis) {
                lane.epoch++;
                lane.member = member;
                lane.untilMillis = nowMillis + LEASE_MILLIS;
                epochs.put(number, lane.epoch);
                gained.put(number, lane.cursor);
            }
        });
        List<Integer> held = List.copyOf(new TreeSet<>(epochs.keySet()));
        return new LaneShare(gained, lost, Set.copyOf(held.subList(Math.min(share, held.size()), held.size())));
    }

    private boolean isOf(int number, int member, Map<Integer, Long> epochs) {
        Lane lane = lanes.get(number);
        return lane != null && lane.member == member && epochs.getOrDefault(number, -1L) == lane.epoch;
    }

    private int share(int member) {
        List<Integer> all = List.copyOf(members.keySet());
        return lanes.size() / all.size() + (all.indexOf(member) < lanes.size() % all.size() ? 1 : 0);
    }

    void giveBack(int member, Map<Integer, Long> epochs, Set<Integer> numbers) {
        for (int number : numbers) {
            if (isOf(number, member, epochs)) {
                lanes.get(number).untilMillis = 0;
                lanes.get(number).member = 0;
            }
            epochs.remove(number);
        }
    }

    void leave(int member, Map<Integer, Long> epochs) {
        giveBack(member, epochs, Set.copyOf(epochs.keySet()));
        members.remove(member);
    }

    void commit(int member, Map<Integer, Long> epochs, Map<Integer, Long> cursors, List<ParkedChange> changes)
            throws LostClaimException {
        Set<Integer> written = new TreeSet<>(cursors.keySet());
        changes.forEach(change -> written.add(change.lane()));
        written.removeIf(lane -> isOf(lane, member, epochs));
        if (!written.isEmpty()) {
            epochs.keySet().removeAll(written);
            throw new LostClaimException(written);
        }
        cursors.forEach((lane, cursor) -> lanes.get(lane).cursor = cursor);
        for (ParkedChange change : changes) {
            redriven.remove(change.offset());
            if (change instanceof ParkedChange.Put put) {
                parked.put(change.offset(), put.parked());
            } else {
                parked.remove(change.offset());
            }
        }
    }

    List<LaneState> states(long nowMillis) {
        List<LaneState> states = new ArrayList<>();
        lanes.forEach((number, lane) -> states.add(new LaneState(
                number,
                lane.cursor,
                Optional.ofNullable(lane.untilMillis > nowMillis ? names.get(lane.member) : null))));
        return states;
    }

    List<Parked> parked(ParkedFilter filter) {
        return parked.values().stream()
                .filter(each -> each.isDead() == (filter.kind() == ParkedFilter.Kind.DEAD))
                .filter(each -> filter.kind() != ParkedFilter.Kind.REDRIVEN || redriven.contains(each.offset()))
                .filter(each -> each.offset() > filter.after())
                .filter(each -> filter.lanes().isEmpty() || filter.lanes().get().contains(each.lane()))
                .toList();
    }

    private List<Parked> dead(Set<Long> offsets) {
        return parked.values().stream()
                .filter(each -> each.isDead() && offsets.contains(each.offset()))
                .toList();
    }

    int redrive(Set<Long> offsets) {
        List<Parked> found = dead(offsets);
        for (Parked dead : found) {
            parked.put(
                    dead.offset(),
                    new Parked(
                            dead.offset(), dead.lane(), dead.key(), 0, Instant.EPOCH, Optional.empty(), dead.error()));
            redriven.add(dead.offset());
        }
        return found.size();
    }

    int purge(Set<Long> offsets) {
        List<Parked> found = dead(offsets).stream()
                .filter(dead -> dead.offset() <= lanes.get(dead.lane()).cursor)
                .toList();
        found.forEach(dead -> parked.remove(dead.offset()));
        return found.size();
    }
}
