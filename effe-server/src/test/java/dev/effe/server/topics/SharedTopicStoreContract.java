package dev.effe.server.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneShare;
import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.LostClaimException;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The promises of every store that several processes share, besides those of all. */
public abstract class SharedTopicStoreContract extends TopicStoreContract {

    private static final LaneShare NO_CHANGE = new LaneShare(Map.of(), Set.of(), Set.of());

    private final List<TopicStore> others = new ArrayList<>();

    /** The store of another process, of the same events. */
    protected abstract TopicStore openOther() throws Exception;

    /** Lets 15 seconds pass for the store's leases. */
    protected abstract void letLeasesRunOut() throws Exception;

    @AfterEach
    void closeOthers() {
        others.forEach(TopicStore::close);
    }

    private TopicStore other() throws Exception {
        TopicStore other = openOther();
        others.add(other);
        other.create(
                List.of(new TopicSpec(TOPIC, LANES, Optional.empty()), new TopicSpec("other", 1, Optional.empty())));
        return other;
    }

    private LaneClaims join() throws Exception {
        return other().claims("report", TOPIC, 0);
    }

    /** Renews and gives back in turns, until nothing changes any more. */
    private static void settle(LaneClaims... all) throws TopicException {
        for (int round = 0; round < 4; round++) {
            for (LaneClaims each : all) {
                each.giveBack(each.renew().surplus());
            }
        }
        for (LaneClaims each : all) {
            assertThat(each.renew()).isEqualTo(NO_CHANGE);
        }
    }

    /** The lanes that a process may commit to. */
    private List<Integer> held(LaneClaims claims) throws TopicException {
        List<Integer> held = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            try {
                store().commit(claims, Map.of(), List.of(new ParkedChange.Remove(1_000_000 + lane, lane)));
                held.add(lane);
            } catch (LostClaimException e) {
                assertThat(e.lanes()).containsExactly(lane);
            }
        }
        return held;
    }

    @Test
    void twoShareEvenlyAndALaneIsOneProcesssAtATime() throws Exception {
        LaneClaims first = claims("report");
        LaneClaims second = join();
        assertThat(second.renew()).isEqualTo(NO_CHANGE);
        Set<Integer> surplus = first.renew().surplus();
        assertThat(surplus).hasSize(LANES / 2);
        assertThat(first.renew().surplus()).isEqualTo(surplus);
        assertThat(second.renew()).isEqualTo(NO_CHANGE);

        first.giveBack(surplus);
        assertThat(first.renew()).isEqualTo(NO_CHANGE);
        assertThat(second.renew().gained().keySet()).isEqualTo(surplus);
        assertThat(held(second)).containsExactlyElementsOf(new TreeSet<>(surplus));
        assertThat(held(first)).hasSize(LANES / 2).doesNotContainAnyElementsOf(surplus);
    }

    @Test
    void threeShareAsEvenlyAsTheyCan() throws Exception {
        LaneClaims first = claims("report");
        LaneClaims second = join();
        LaneClaims third = join();
        second.renew();
        third.renew();
        settle(first, second, third);

        List<Integer> all = new ArrayList<>();
        for (LaneClaims each : List.of(first, second, third)) {
            assertThat(held(each)).hasSizeBetween(1, 2);
            all.addAll(held(each));
        }
        assertThat(all).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void aLaneGoesOnWhereItWasCommitted() throws Exception {
        LaneClaims first = claims("report");
        LaneClaims second = join();
        second.renew();
        first.giveBack(first.renew().surplus());
        Map<Integer, Long> gained = second.renew().gained();
        Map<Integer, Long> cursors = new HashMap<>();
        gained.forEach((lane, cursor) -> cursors.put(lane, 40L + lane));
        store().commit(second, cursors, List.of());
        second.close();

        assertThat(first.renew().gained()).isEqualTo(cursors);
    }

    @Test
    void whoeverLeavesFreesItsLanesAtOnce() throws Exception {
        LaneClaims first = claims("report");
        LaneClaims second = join();
        first.close();
        first.close();

        assertThat(second.renew().gained()).hasSize(LANES);
    }

    @Test
    void whoeverIsLeavingKeepsLanesUntilItGivesThemBackAndClaimsNone() throws Exception {
        LaneClaims first = claims("report");
        LaneClaims second = join();
        first.leave();
        assertThat(first.renew().surplus()).containsExactlyInAnyOrder(0, 1, 2, 3);
        first.giveBack(Set.of(0, 1));
        assertThat(first.renew()).isEqualTo(new LaneShare(Map.of(), Set.of(), Set.of(2, 3)));
        assertThat(second.renew().gained()).containsOnlyKeys(0, 1);
        store().commit(first, Map.of(2, 8L), List.of());

        first.giveBack(Set.of(2, 3));
        assertThat(first.renew()).isEqualTo(NO_CHANGE);
        assertThat(second.renew().gained()).isEqualTo(Map.of(2, 8L, 3, 0L));
    }

    @Test
    void aLaneThatIsNotGivenBackBelongsToItsProcessAgainWhenTheOtherHasLeft() throws Exception {
        LaneClaims first = claims("report");
        LaneClaims second = join();
        second.renew();
        assertThat(first.renew().surplus()).isNotEmpty();
        second.close();

        assertThat(first.renew()).isEqualTo(NO_CHANGE);
        assertThat(held(first)).hasSize(LANES);
    }

    @Test
    void whoeverWakesAfterItsLeaseWritesNothingOfLanesThatAnotherHas() throws Exception {
        LaneClaims sleeper = claims("report");
        store().commit(sleeper, Map.of(0, 5L), List.of());
        letLeasesRunOut();
        LaneClaims next = join();
        assertThat(next.renew().gained()).hasSize(LANES).containsEntry(0, 5L).containsEntry(1, 0L);

        assertThatThrownBy(() -> store().commit(sleeper, Map.of(0, 9L, 1, 9L), List.of()))
                .isInstanceOfSatisfying(
                        LostClaimException.class, e -> assertThat(e.lanes()).containsExactlyInAnyOrder(0, 1));
        Parked put = new Parked(7, 3, Optional.empty(), 1, Instant.EPOCH, Optional.empty(), "");
        assertThatThrownBy(() -> store().commit(sleeper, Map.of(), List.of(new ParkedChange.Put(put))))
                .isInstanceOf(LostClaimException.class);
        sleeper.giveBack(Set.of(0, 1, 2, 3));
        assertThat(store().lanes("report", TOPIC)).extracting(LaneState::cursor).containsExactly(5L, 0L, 0L, 0L);
        assertThat(listed(waiting(), 9)).isEmpty();
        assertThat(held(next)).hasSize(LANES);
        assertThat(sleeper.renew().gained()).isEmpty();
    }

    @Test
    void aRenewalTellsOfLanesThatAnotherHas() throws Exception {
        LaneClaims sleeper = claims("report");
        letLeasesRunOut();
        LaneClaims next = join();
        next.renew();

        LaneShare share = sleeper.renew();
        assertThat(share.lost()).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(share.gained()).isEmpty();
        assertThat(share.surplus()).isEmpty();
        settle(next, sleeper);
        assertThat(held(sleeper)).hasSize(LANES / 2);
    }

    @Test
    void aLeaseThatRanOutGoesOnWhereNobodyHasClaimedTheLane() throws Exception {
        LaneClaims sleeper = claims("report");
        letLeasesRunOut();
        assertThat(store().lanes("report", TOPIC))
                .allSatisfy(lane -> assertThat(lane.owner()).isEmpty());

        assertThat(sleeper.renew()).isEqualTo(NO_CHANGE);
        store().commit(sleeper, Map.of(0, 3L, 3, 4L), List.of());
        assertThat(store().lanes("report", TOPIC))
                .allSatisfy(lane -> assertThat(lane.owner()).isPresent());
    }

    @Test
    void theDeadCountNoMoreWhenLanesAreShared() throws Exception {
        LaneClaims dead = claims("report");
        LaneClaims second = join();
        second.renew();
        dead.giveBack(dead.renew().surplus());
        second.renew();
        letLeasesRunOut();
        LaneClaims third = join();
        third.renew();
        settle(second, third);

        assertThat(held(second)).hasSize(LANES / 2);
        assertThat(held(third)).hasSize(LANES / 2);
    }

    @Test
    void anEarlierClaimOfTheSameProcessIsNoClaim() throws Exception {
        LaneClaims sleeper = claims("report");
        letLeasesRunOut();
        LaneClaims next = join();
        next.renew();
        next.close();
        LaneClaims successor = claims("report");

        assertThatThrownBy(() -> store().commit(sleeper, Map.of(2, 9L), List.of()))
                .isInstanceOf(LostClaimException.class);
        store().commit(successor, Map.of(2, 1L), List.of());
    }

    @Test
    void nothingIsWrittenWhereOneLaneOfManyIsLost() throws Exception {
        LaneClaims first = claims("report");
        LaneClaims second = join();
        second.renew();
        Set<Integer> surplus = first.renew().surplus();
        first.giveBack(surplus);
        second.renew();

        Map<Integer, Long> all = Map.of(0, 9L, 1, 9L, 2, 9L, 3, 9L);
        assertThatThrownBy(() -> store().commit(first, all, List.of()))
                .isInstanceOfSatisfying(
                        LostClaimException.class, e -> assertThat(e.lanes()).isEqualTo(surplus));
        assertThat(store().lanes("report", TOPIC))
                .allSatisfy(lane -> assertThat(lane.cursor()).isZero());
    }

    @Test
    void operatorsOfAnyProcessSeeAndChangeAll() throws Exception {
        LaneClaims claims = claims("report");
        Parked dead = new Parked(7, 3, Optional.of("k"), 4, Instant.EPOCH, Optional.of(Instant.EPOCH), "422");
        Parked dead8 = new Parked(8, 0, Optional.of("x"), 4, Instant.EPOCH, Optional.of(Instant.EPOCH), "422");
        store().commit(claims, Map.of(3, 7L, 0, 8L), List.of(new ParkedChange.Put(dead), new ParkedChange.Put(dead8)));
        TopicStore other = other();

        assertThat(other.parked("report", TOPIC, dead(), 9)).containsExactly(dead, dead8);
        assertThat(other.lanes("report", TOPIC)).isEqualTo(store().lanes("report", TOPIC));
        assertThat(other.redrive("report", TOPIC, Set.of(7L))).isEqualTo(1);
        assertThat(other.purge("report", TOPIC, Set.of(7L, 8L))).isEqualTo(1);
        assertThat(listed(redriven(), 9)).extracting(Parked::offset).containsExactly(7L);
        assertThat(store().count("report", TOPIC, dead())).isZero();
    }

    @Test
    void groupsAreSharedOutEachByItself() throws Exception {
        LaneClaims report = claims("report");
        TopicStore other = other();
        assertThat(other.claims("mail", TOPIC, 0).renew().gained()).hasSize(LANES);
        assertThat(other.claims("report", "other", 0).renew().gained()).hasSize(1);

        assertThat(report.renew()).isEqualTo(NO_CHANGE);
    }

    /** Processes on threads of their own count up the cursors of their lanes: no count may be overwritten. */
    @Test
    void manyProcessesLoseNoWriteToEachOther() throws Exception {
        store().claims("report", TOPIC, 0);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Counter> counters = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            counters.add(new Counter(other(), number, failures));
        }
        counters.forEach(Thread::start);
        for (Counter each : counters) {
            each.join();
        }

        assertThat(failures).isEmpty();
        long written = counters.stream().mapToLong(each -> each.written).sum();
        long kept = store().lanes("report", TOPIC).stream()
                .mapToLong(LaneState::cursor)
                .sum();
        assertThat(kept).isEqualTo(written).isPositive();
    }

    /** A process that joins, commits, gives back and leaves as chance has it. */
    private static final class Counter extends Thread {

        private static final int STEPS = 200;

        private final TopicStore store;
        private final Random random;
        private final List<Throwable> failures;
        private final Map<Integer, Long> held = new HashMap<>();
        long written;

        Counter(TopicStore store, int number, List<Throwable> failures) {
            this.store = store;
            this.random = new Random(number);
            this.failures = failures;
        }

        @Override
        public void run() {
            try {
                LaneClaims claims = store.claims("report", TOPIC, 0);
                for (int step = 0; step < STEPS; step++) {
                    claims = step(claims);
                }
                claims.close();
            } catch (TopicException | RuntimeException e) {
                failures.add(e);
            }
        }

        private LaneClaims step(LaneClaims claims) throws TopicException {
            int chance = random.nextInt(20);
            if (chance == 0) {
                claims.close();
                held.clear();
                return store.claims("report", TOPIC, 0);
            }
            if (chance < 8) {
                LaneShare share = claims.renew();
                held.keySet().removeAll(share.lost());
                held.putAll(share.gained());
                claims.giveBack(share.surplus());
                held.keySet().removeAll(share.surplus());
            } else if (!held.isEmpty()) {
                Map<Integer, Long> next = new HashMap<>();
                held.forEach((lane, cursor) -> next.put(lane, cursor + 1));
                store.commit(claims, next, List.of());
                held.putAll(next);
                written += next.size();
            }
            return claims;
        }
    }
}
