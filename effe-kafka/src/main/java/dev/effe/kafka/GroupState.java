package dev.effe.kafka;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.ParkedFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cursors, members, claims and events put aside of a group of a topic. Guarded by its state. */
final class GroupState {

    private static final long LEASE_MILLIS = LaneClaims.LEASE.toMillis();

    /** Events put aside are in the memory of each process. */
    static final int MOST_PARKED = 100_000;

    /** A lane: how far it is, whose it is, and until when. */
    static final class Lane {
        long cursor;
        long epoch;

        @Nullable String member;

        long untilMillis;
    }

    /** The lanes of a member after a renewal: the cursor and epoch of each, and those that are too many. */
    record Held(Map<Integer, Long> cursors, Map<Integer, Long> epochs, Set<Integer> surplus) {}

    private List<Lane> lanes = new ArrayList<>();
    /** When each membership ends, in the order in which they began. */
    private LinkedHashMap<String, Long> members = new LinkedHashMap<>();

    private TreeMap<Long, ParkedRecord> parked = new TreeMap<>();

    GroupState() {}

    GroupState(int count, long after) {
        for (int number = 0; number < count; number++) {
            Lane lane = new Lane();
            lane.cursor = after;
            lanes.add(lane);
        }
    }

    Held renew(String member, boolean leaving, long nowMillis) {
        members.entrySet()
                .removeIf(each -> each.getValue() <= nowMillis && !each.getKey().equals(member));
        if (leaving) {
            members.remove(member);
        } else {
            members.put(member, nowMillis + LEASE_MILLIS);
        }
        int share = leaving ? 0 : share(member);
        List<Integer> own = new ArrayList<>();
        for (int number = 0; number < lanes.size(); number++) {
            if (member.equals(lanes.get(number).member)) {
                lanes.get(number).untilMillis = nowMillis + LEASE_MILLIS;
                own.add(number);
            }
        }
        Set<Integer> surplus = Set.copyOf(own.subList(Math.min(share, own.size()), own.size()));
        for (int number = 0; number < lanes.size() && own.size() < share; number++) {
            Lane lane = lanes.get(number);
            if (lane.untilMillis <= nowMillis) {
                lane.epoch++;
                lane.member = member;
                lane.untilMillis = nowMillis + LEASE_MILLIS;
                own.add(number);
            }
        }
        return held(own, surplus);
    }

    private Held held(List<Integer> own, Set<Integer> surplus) {
        Map<Integer, Long> cursors = new HashMap<>();
        Map<Integer, Long> epochs = new HashMap<>();
        for (int number : own) {
            cursors.put(number, lanes.get(number).cursor);
            epochs.put(number, lanes.get(number).epoch);
        }
        return new Held(cursors, epochs, surplus);
    }

    private int share(String member) {
        List<String> all = List.copyOf(members.keySet());
        return lanes.size() / all.size() + (all.indexOf(member) < lanes.size() % all.size() ? 1 : 0);
    }

    private boolean isOf(int number, String member, @Nullable Long epoch) {
        return number >= 0
                && number < lanes.size()
                && member.equals(lanes.get(number).member)
                && epoch != null
                && epoch == lanes.get(number).epoch;
    }

    void giveBack(String member, Map<Integer, Long> epochs) {
        epochs.forEach((number, epoch) -> {
            if (isOf(number, member, epoch)) {
                free(lanes.get(number));
            }
        });
    }

    private static void free(Lane lane) {
        lane.member = null;
        lane.untilMillis = 0;
    }

    void leave(String member) {
        members.remove(member);
        lanes.stream().filter(lane -> member.equals(lane.member)).forEach(GroupState::free);
    }

    /** Returns the lanes that are not the member's; then nothing is changed. */
    Set<Integer> commit(Command.Commit commit) {
        Set<Integer> lost = new HashSet<>(commit.cursors().keySet());
        commit.changes().forEach(change -> lost.add(change.lane()));
        lost.removeIf(lane -> isOf(lane, commit.member(), commit.epochs().get(lane)));
        if (lost.isEmpty()) {
            commit.cursors().forEach((lane, cursor) -> lanes.get(lane).cursor = cursor);
            commit.changes().forEach(this::change);
        }
        return lost;
    }

    private void change(Command.Change change) {
        ParkedRecord put = change.put();
        if (put == null) {
            parked.remove(change.offset());
        } else {
            parked.put(change.offset(), put);
        }
    }

    boolean isFull() {
        return parked.size() >= MOST_PARKED;
    }

    int redrive(Set<Long> offsets) {
        List<ParkedRecord> dead = dead(offsets);
        dead.forEach(each -> parked.put(each.offset(), each.again()));
        return dead.size();
    }

    int purge(Set<Long> offsets) {
        List<ParkedRecord> passed = dead(offsets).stream()
                .filter(each -> each.offset() <= lanes.get(each.lane()).cursor)
                .toList();
        passed.forEach(each -> parked.remove(each.offset()));
        return passed.size();
    }

    private List<ParkedRecord> dead(Set<Long> offsets) {
        return offsets.stream()
                .map(parked::get)
                .filter(each -> each != null && each.deadMillis() != null)
                .toList();
    }

    Stream<ParkedRecord> parked(ParkedFilter filter) {
        boolean dead = filter.kind() == ParkedFilter.Kind.DEAD;
        return parked.tailMap(filter.after(), false).values().stream()
                .filter(each -> (each.deadMillis() != null) == dead)
                .filter(each -> filter.kind() != ParkedFilter.Kind.REDRIVEN || each.redriven())
                .filter(each -> filter.lanes().isEmpty() || filter.lanes().get().contains(each.lane()));
    }

    List<LaneState> lanes(long nowMillis) {
        List<LaneState> states = new ArrayList<>();
        for (Lane lane : lanes) {
            Optional<String> owner = Optional.ofNullable(lane.untilMillis > nowMillis ? lane.member : null);
            states.add(new LaneState(states.size(), lane.cursor, owner.map(Members::process)));
        }
        return states;
    }
}
