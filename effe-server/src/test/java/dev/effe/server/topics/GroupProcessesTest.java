package dev.effe.server.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The lanes of a group that several processes share. */
class GroupProcessesTest {

    private static final TriggerResult FAILED = new TriggerResult.Failed("It answered 503");
    private static final TriggerResult HOPELESS = new TriggerResult.Hopeless("It answered 422");
    /** Longer than two renewals. */
    private static final Duration SOME_TIME = Duration.ofSeconds(8);

    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(20);

    private final GroupProcesses processes;

    GroupProcessesTest() throws TopicException {
        processes = new GroupProcesses();
    }

    private void nothingIsLostOrOutOfOrder() throws TopicException {
        processes.serve(Duration.ofMinutes(2));
        processes.checker.check(
                processes.all.get(0).store.parked("report", "placed", ParkedFilter.of(Kind.DEAD), Integer.MAX_VALUE));
    }

    private List<LaneState> lanes() throws TopicException {
        return processes.all.get(0).store.lanes("report", "placed");
    }

    private List<String> begunBy(GroupProcess process) {
        return processes.begun.stream()
                .filter(event -> event.startsWith(process.name + " "))
                .toList();
    }

    @Test
    void oneProcessHasAllLanesAndTwoHaveHalfEach() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.serve(SOME_TIME);
        assertThat(a.lanes()).isEqualTo(8);
        GroupProcess b = processes.start("b");
        processes.serve(SOME_TIME);
        assertThat(a.lanes()).isEqualTo(4);
        assertThat(b.lanes()).isEqualTo(4);

        processes.appendToAllLanes(3);
        processes.serve(SOME_TIME);
        assertThat(begunBy(a)).hasSize(12);
        assertThat(begunBy(b)).hasSize(12);
        nothingIsLostOrOutOfOrder();
        assertThat(processes.checker.duplicates()).isZero();
    }

    @Test
    void threeShareAndTheRestTakesOverWhenOneLeaves() throws TopicException {
        GroupProcess a = processes.start("a");
        GroupProcess b = processes.start("b");
        GroupProcess c = processes.start("c");
        processes.serve(LONGER_THAN_A_LEASE);
        assertThat(List.of(a.lanes(), b.lanes(), c.lanes())).containsExactlyInAnyOrder(3, 3, 2);

        c.leave();
        c.close();
        processes.kill(c);
        processes.serve(Duration.ofSeconds(4));
        assertThat(a.lanes() + b.lanes()).isEqualTo(8);
        assertThat(a.lanes()).isEqualTo(4);
    }

    @Test
    void whoeverDiesIsFollowedWhenItsLeaseIsOver() throws TopicException {
        GroupProcess a = processes.start("a");
        GroupProcess b = processes.start("b");
        processes.serve(SOME_TIME);
        processes.appendToAllLanes(2);
        processes.pass(Duration.ofSeconds(2));
        processes.kill(b);
        a.endAll(TriggerResult.DONE);
        processes.serve(Duration.ofSeconds(10));
        assertThat(a.lanes()).isEqualTo(4);

        processes.serve(SOME_TIME);
        assertThat(a.lanes()).isEqualTo(8);
        nothingIsLostOrOutOfOrder();
    }

    @Test
    void whoeverSleepsPastItsLeaseWritesNothingAndLosesNothing() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.appendToAllLanes(1);
        processes.pass(Duration.ofSeconds(1));
        assertThat(a.running).hasSize(8);
        GroupProcess b = processes.start("b");
        processes.pass(LONGER_THAN_A_LEASE, List.of(b));
        assertThat(b.running).hasSize(8);
        b.endAll(TriggerResult.DONE);
        processes.append(GroupProcesses.key(0, 0));
        processes.pass(Duration.ofMillis(1_500), List.of(b));
        assertThat(b.running).containsOnlyKeys(GroupProcesses.key(0, 0) + ":2");
        List<LaneState> before = lanes();

        a.endAll(FAILED); // What it ran meanwhile counts no more.
        a.turn();
        assertThat(lanes()).isEqualTo(before);
        assertThat(a.running).isEmpty();
        assertThat(a.store.count("report", "placed", ParkedFilter.of(Kind.WAITING)))
                .isZero();
        nothingIsLostOrOutOfOrder();
        assertThat(a.lanes()).isEqualTo(4);
    }

    @Test
    void nothingBeginsOnceRenewalsHaveFailedForAsLongAsALease() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.serve(SOME_TIME);
        a.store.failsToRenew = true;
        processes.append("x");
        processes.serve(Duration.ofSeconds(8));
        assertThat(begunBy(a)).containsExactly("a x:1");
        processes.serve(Duration.ofSeconds(7));
        processes.append("x");
        processes.serve(LONGER_THAN_A_LEASE);
        assertThat(begunBy(a)).containsExactly("a x:1");

        a.store.failsToRenew = false;
        processes.serve(SOME_TIME);
        assertThat(begunBy(a)).containsExactly("a x:1", "a x:2");
    }

    @Test
    void aLaneWaitsForTheEventThatRunsBeforeAnotherProcessHasIt() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.serve(SOME_TIME);
        for (int lane = 0; lane < GroupProcesses.LANES; lane++) {
            processes.append(GroupProcesses.key(lane, 0), GroupProcesses.key(lane, 0));
        }
        processes.pass(Duration.ofSeconds(1));
        GroupProcess b = processes.start("b");
        processes.pass(LONGER_THAN_A_LEASE);
        assertThat(a.running).hasSize(8);
        assertThat(b.lanes()).isZero();

        a.endAll(TriggerResult.DONE);
        processes.pass(SOME_TIME);
        assertThat(b.running).hasSize(4);
        assertThat(a.running).hasSize(4);
        assertThat(a.running.keySet()).allMatch(event -> event.endsWith(":2"));
        nothingIsLostOrOutOfOrder();
        assertThat(processes.checker.duplicates()).isZero();
    }

    @Test
    void aLaneThatIsNotGivenBackYetIsDeliveredOnWhenTheOtherHasLeft() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.serve(SOME_TIME);
        processes.appendToAllLanes(1);
        processes.pass(Duration.ofSeconds(1));
        GroupProcess b = processes.start("b");
        processes.pass(SOME_TIME);
        b.leave();
        b.close();
        processes.kill(b);
        processes.pass(SOME_TIME);
        processes.appendToAllLanes(1);
        processes.serve(SOME_TIME);

        assertThat(a.lanes()).isEqualTo(8);
        assertThat(begunBy(a)).hasSize(16);
        nothingIsLostOrOutOfOrder();
        assertThat(processes.checker.duplicates()).isZero();
    }

    @Test
    void parkedEventsGoWithTheirLaneAndKeepTheirPlace() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.serve(SOME_TIME);
        String key = GroupProcesses.key(7, 0);
        processes.append(key, key, key);
        processes.pass(Duration.ofSeconds(1));
        a.end(key + ":1", FAILED);
        processes.pass(Duration.ofMillis(250));
        GroupProcess b = processes.start("b");
        processes.pass(Duration.ofMillis(500));
        a.leave();
        processes.pass(SOME_TIME);

        assertThat(a.lanes()).isZero();
        assertThat(b.running).containsOnlyKeys(key + ":1");
        assertThat(b.group.stats(processes.nowMillis).parked()).isEqualTo(3);
        assertThat(a.group.stats(processes.nowMillis).parked()).isZero();
        nothingIsLostOrOutOfOrder();
        assertThat(processes.checker.duplicates()).isZero();
    }

    @Test
    void aStopGivesIdleLanesBackAtOnceAndOthersOnceTheirEventsAreOver() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.serve(SOME_TIME);
        processes.append(GroupProcesses.key(2, 0));
        processes.pass(Duration.ofSeconds(1));
        GroupProcess b = processes.start("b");
        a.leave();
        processes.pass(LONGER_THAN_A_LEASE);
        assertThat(a.owned()).containsExactly(2);
        assertThat(b.lanes()).isEqualTo(7);

        a.endAll(TriggerResult.DONE);
        processes.pass(SOME_TIME);
        assertThat(a.owned()).isEmpty();
        assertThat(b.lanes()).isEqualTo(8);
        nothingIsLostOrOutOfOrder();
        assertThat(processes.checker.duplicates()).isZero();
    }

    @Test
    void whatWasOvertakenIsHandedOverSoThatNothingRunsTwice() throws TopicException {
        GroupProcesses narrow = new GroupProcesses(GroupTester.rules(true, 2, 2));
        GroupProcess a = narrow.start("a");
        narrow.serve(SOME_TIME);
        String slow = GroupProcesses.key(3, 0);
        String quick = GroupProcesses.key(3, 1);
        narrow.append(slow, slow, quick, quick);
        narrow.pass(Duration.ofSeconds(1));
        a.end(quick + ":1", TriggerResult.DONE);
        narrow.pass(Duration.ofMillis(250));
        a.end(quick + ":2", TriggerResult.DONE);
        GroupProcess b = narrow.start("b");
        a.leave();
        a.end(slow + ":1", TriggerResult.DONE);
        narrow.pass(SOME_TIME);

        assertThat(b.running).containsOnlyKeys(slow + ":2");
        b.endAll(TriggerResult.DONE);
        assertThat(narrow.checker.duplicates()).isZero();
    }

    @Test
    void aRedrivenEventIsTakenUpByTheOwnerOfItsLaneWhichCountsItsDead() throws TopicException {
        GroupProcess a = processes.start("a");
        GroupProcess b = processes.start("b");
        processes.serve(SOME_TIME);
        processes.appendToAllLanes(1);
        processes.pass(Duration.ofSeconds(1));
        a.endAll(HOPELESS);
        b.endAll(HOPELESS);
        processes.pass(SOME_TIME);
        assertThat(a.group.stats(processes.nowMillis).dead()).isEqualTo(4);
        Set<Long> dead = new HashSet<>();
        List<Parked> listed = b.store.parked("report", "placed", ParkedFilter.of(Kind.DEAD), 99);
        listed.forEach(each -> dead.add(each.offset()));
        assertThat(dead).hasSize(8);

        assertThat(a.store.redrive("report", "placed", dead)).isEqualTo(8);
        processes.pass(Duration.ofMillis(3_250));
        assertThat(a.running).hasSize(4);
        assertThat(b.running).hasSize(4);
        processes.pass(SOME_TIME);
        assertThat(b.group.stats(processes.nowMillis).dead()).isZero();
        assertThat(b.group.stats(processes.nowMillis).parked()).isEqualTo(4);
        a.endAll(HOPELESS);
        b.endAll(TriggerResult.DONE);
        processes.pass(SOME_TIME);
        assertThat(a.group.stats(processes.nowMillis).dead()).isEqualTo(4);
        assertThat(b.store.purge("report", "placed", dead)).isEqualTo(4);
        processes.pass(SOME_TIME);
        assertThat(a.group.stats(processes.nowMillis).dead()).isZero();
        assertThat(a.running).isEmpty();
        assertThat(b.running).isEmpty();
    }

    @Test
    void aRedrivenEventGoesWithItsLaneAndRunsOnce() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.serve(SOME_TIME);
        processes.append("x");
        processes.pass(Duration.ofSeconds(1));
        a.endAll(HOPELESS);
        processes.pass(Duration.ofSeconds(3));
        assertThat(a.store.redrive("report", "placed", Set.of(1L))).isEqualTo(1);
        processes.kill(a);
        GroupProcess b = processes.start("b");
        processes.pass(LONGER_THAN_A_LEASE);

        assertThat(b.running).containsOnlyKeys("x:1");
        processes.serve(LONGER_THAN_A_LEASE);
        assertThat(begunBy(b)).containsExactly("b x:1");
    }

    @Test
    void anEventThatIsRedrivenWhileItsLaneIsClaimedRuns() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.serve(SOME_TIME);
        processes.append("x");
        processes.pass(Duration.ofSeconds(1));
        a.endAll(HOPELESS);
        processes.pass(Duration.ofSeconds(3));
        processes.kill(a);
        GroupProcess b = processes.start("b");
        b.store.afterList = () -> redrive(a, 1);
        processes.pass(LONGER_THAN_A_LEASE);

        assertThat(b.running).containsOnlyKeys("x:1");
        processes.serve(LONGER_THAN_A_LEASE);
        assertThat(begunBy(b)).containsExactly("b x:1");
        assertThat(b.group.stats(processes.nowMillis).parked()).isZero();
    }

    private static void redrive(GroupProcess by, long offset) {
        try {
            assertThat(by.store.redrive("report", "placed", Set.of(offset))).isEqualTo(1);
        } catch (TopicException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noDeadEventRunsAgainHoweverManyOtherLanesHave() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.serve(SOME_TIME);
        String slow = GroupProcesses.key(0, 0);
        String alsoSlow = GroupProcesses.key(1, 0);
        processes.append(slow);
        for (int i = 0; i < 30; i++) {
            for (int event = 0; event < 90; event++) {
                processes.append(GroupProcesses.key(2, event));
            }
            processes.pass(Duration.ofSeconds(1));
            a.running.keySet().stream()
                    .filter(event -> !event.startsWith(slow + ":"))
                    .toList()
                    .forEach(event -> a.end(event, HOPELESS));
        }
        processes.append(alsoSlow, GroupProcesses.key(1, 1));
        processes.pass(Duration.ofSeconds(1));
        a.end(GroupProcesses.key(1, 1) + ":1", HOPELESS);
        processes.pass(Duration.ofSeconds(3));
        processes.kill(a);
        GroupProcess b = processes.start("b");
        processes.pass(LONGER_THAN_A_LEASE);

        assertThat(b.running).containsOnlyKeys(slow + ":1", alsoSlow + ":1");
    }

    @Test
    void anEventOfALostLaneThatStillRunsHoldsItsKeyWhenTheLaneComesBack() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.append("x", "x");
        processes.pass(Duration.ofSeconds(1));
        GroupProcess b = processes.start("b");
        processes.pass(LONGER_THAN_A_LEASE, List.of(b));
        processes.pass(Duration.ofMillis(250), List.of(a));
        processes.kill(b);
        processes.pass(LONGER_THAN_A_LEASE);
        assertThat(a.lanes()).isEqualTo(8);
        assertThat(a.running).containsOnlyKeys("x:1");
        assertThat(begunBy(a)).hasSize(1);

        a.endAll(TriggerResult.DONE);
        processes.pass(Duration.ofSeconds(1));
        assertThat(begunBy(a)).containsExactly("a x:1", "a x:1");
        nothingIsLostOrOutOfOrder();
    }

    @Test
    void lanesThatWereClaimedAreDeliveredEvenIfTheStoreFailedJustThen() throws TopicException {
        GroupProcess a = processes.start("a");
        processes.append("x");
        a.store.failsToList = true;
        processes.serve(SOME_TIME);
        assertThat(a.owned()).hasSize(8);
        assertThat(processes.begun).isEmpty();

        a.store.failsToList = false;
        processes.serve(SOME_TIME);
        assertThat(processes.begun).containsExactly("a x:1");
    }

    @Test
    void lagIsSharedOutToo() throws TopicException {
        GroupProcess a = processes.start("a");
        GroupProcess b = processes.start("b");
        processes.serve(SOME_TIME);
        processes.appendToAllLanes(300);
        processes.pass(Duration.ofSeconds(1));
        List<Long> lags = new ArrayList<>();
        for (GroupProcess each : List.of(a, b)) {
            lags.add(each.group.stats(processes.nowMillis).lag());
        }

        assertThat(lags).allSatisfy(lag -> assertThat(lag).isBetween(1_150L, 1_250L));
    }
}
