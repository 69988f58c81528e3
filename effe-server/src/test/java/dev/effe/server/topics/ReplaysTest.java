package dev.effe.server.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Event;
import dev.effe.server.topics.ReplayTester.Process;
import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.ReplayState.Phase;
import dev.effe.spi.topics.TopicException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The events of a replay, its states, and its place after a crash. */
class ReplaysTest {

    private static final TriggerResult FAILED = new TriggerResult.Failed("It answered 503");
    private static final TriggerResult HOPELESS = new TriggerResult.Hopeless("It answered 422");

    private final ReplayTester tester = newTester();

    private static ReplayTester newTester() {
        try {
            return new ReplayTester();
        } catch (TopicException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Long> numbers(long from, long until) {
        return LongStream.rangeClosed(from, until).boxed().toList();
    }

    private void append(int events, int keys) throws TopicException {
        for (int i = 0; i < events; i++) {
            tester.append("k" + i % keys + ":" + (i + 1));
        }
    }

    @Test
    void deliversTheEventsOfItsRangeInOrderPerKeyAndIsDone() throws TopicException {
        append(1_000, 10);
        tester.ask("bug-17", tester.plan(null, 101, 900, 800, 10_000));
        Process process = tester.process("a");
        process.runToTheEnd("bug-17");

        assertThat(process.offsets()).containsExactlyInAnyOrderElementsOf(numbers(101, 900));
        for (int key = 0; key < 10; key++) {
            Optional<String> of = Optional.of("k" + key);
            assertThat(process.delivered.stream()
                            .map(TriggeredEvent::event)
                            .filter(event -> event.key().equals(of))
                            .map(Event::offset))
                    .isSorted();
        }
        ReplayState over = tester.state("bug-17");
        assertThat(over.phase()).isEqualTo(Phase.DONE);
        assertThat(over.end())
                .hasValueSatisfying(end ->
                        assertThat(end).extracting("failed", "left", "error").containsExactly(0L, 0L, ""));
        assertThat(process.groups).isEmpty();
    }

    @Test
    void tellsTheFunctionThatItIsAReplayAndWhoseIdItIs() throws TopicException {
        tester.append("a:1").ask("bug-17", tester.plan(null, 1, 1, 1, 10));
        Process process = tester.process("a");
        process.turn();

        Event event = process.delivered.get(0).event();
        assertThat(event.replay()).contains("bug-17");
        assertThat(event.id()).isEqualTo("shop/placed/1");
        assertThat(event.attempt()).isEqualTo(1);
        assertThat(process.delivered.get(0).group()).isEqualTo("replay/bug-17");
    }

    @Test
    void whatComesLaterIsNotReplayed() throws TopicException {
        tester.append("a:1", "a:2").ask("r", tester.plan(null, 1, 2, 2, 100));
        Process process = tester.process("a");
        process.turn();
        tester.append("a:3", "b:4");
        process.runToTheEnd("r");

        assertThat(process.offsets()).containsExactly(1L, 2L);
    }

    @Test
    void deliversThoseOfAKeyHoweverFarTheyAreFromEachOther() throws TopicException {
        List<Long> expected = new ArrayList<>();
        for (long offset = 1; offset <= 8_000; offset++) {
            boolean isMine = offset % 2_600 == 7;
            tester.append((isMine ? "mine:" : "k" + offset % 500 + ":") + offset);
            if (isMine) {
                expected.add(offset);
            }
        }
        tester.ask("r", tester.plan("mine", 1, 8_000, expected.size(), 10_000));
        Process process = tester.process("a");
        process.runToTheEnd("r");

        assertThat(expected).hasSize(4);
        assertThat(process.offsets()).isEqualTo(expected);
    }

    @Test
    void aLongWayToTheNextEventOfAKeyLetsOthersHaveTheirTurn() throws TopicException {
        for (int i = 0; i < 3_000; i++) {
            tester.append("k" + i % 4 + ":x");
        }
        tester.append("mine:x").ask("r", tester.plan("mine", 1, 3_001, 1, 100));
        Process process = tester.process("a");

        assertThat(process.turn()).isEmpty();
        assertThat(process.groups.get(0).dueMillis()).isLessThanOrEqualTo(tester.nowMillis);
        for (int turns = 0; process.turn().isEmpty(); turns++) {
            assertThat(turns).isLessThan(20);
        }
        assertThat(process.running).containsKey("mine:x");
        process.turn();
        assertThat(process.groups.get(0).dueMillis()).isGreaterThan(tester.nowMillis);
    }

    @Test
    void runsAQuarterOfWhatTheTriggerRunsAtOnceAndOneAtLeast() throws TopicException {
        append(40, 40);
        tester.concurrency = 16;
        tester.ask("r", tester.plan(null, 1, 40, 40, 10_000));
        assertThat(tester.process("a").turn()).hasSize(4);

        ReplayTester three = newTester().append("a:1", "b:2");
        three.concurrency = 3;
        three.ask("r", three.plan(null, 1, 2, 2, 10_000));
        assertThat(three.process("a").turn()).hasSize(1);
    }

    @Test
    void beginsNoMoreEventsThanItsRate() throws TopicException {
        append(2_000, 2_000);
        tester.ask("r", tester.plan(null, 1, 2_000, 2_000, 50));
        Process process = tester.process("a");
        long began = tester.nowMillis;
        List<Integer> bySecond = new ArrayList<>();
        for (int second = 0; second < 10; second++) {
            int before = process.delivered.size();
            for (long end = tester.nowMillis + 1_000; tester.nowMillis < end; tester.nowMillis += 10) {
                process.turn().forEach(event -> process.end(event, TriggerResult.DONE));
            }
            bySecond.add(process.delivered.size() - before);
        }

        assertThat(tester.nowMillis - began).isEqualTo(10_000);
        assertThat(bySecond).allSatisfy(count -> assertThat(count).isBetween(49, 56));
        assertThat(process.replays.speeds().get("r")).isBetween(30.0, 56.0);
    }

    @Test
    void anEventThatFailsIsTriedAgainAndThenListedUnderTheReplayAlone() throws TopicException {
        tester.append("a:1", "a:2", "b:3").ask("r", tester.plan(null, 1, 3, 3, 1_000));
        Process process = tester.process("a");
        process.turn();
        process.end("a:1", FAILED).end("b:3", HOPELESS).turn();
        tester.nowMillis += 2_000;
        assertThat(process.turn()).containsExactly("a:1");
        assertThat(process.delivered.get(2).event().attempt()).isEqualTo(2);
        process.end("a:1", FAILED);
        process.runToTheEnd("r");

        assertThat(tester.state("r").phase()).isEqualTo(Phase.DONE);
        assertThat(tester.state("r").end().map(ReplayEnd::failed)).contains(2L);
        assertThat(tester.dead("r")).containsExactly(1L, 3L);
        assertThat(tester.store().count("live", ReplayTester.TOPIC, ParkedFilter.of(ParkedFilter.Kind.DEAD)))
                .isZero();
    }

    @Test
    void isNotDoneWhileAnEventOfItWaitsToBeTriedAgain() throws TopicException {
        tester.append("a:1").ask("r", tester.plan(null, 1, 1, 1, 1_000));
        Process process = tester.process("a");
        process.turn();
        process.end("a:1", FAILED).turn();
        process.turn();
        assertThat(tester.state("r").phase()).isEqualTo(Phase.RUNNING);
        assertThat(ReplayProgress.of(tester.state("r"), tester.store())).isEqualTo(new ReplayProgress(0, 0, 1, false));
    }

    @Test
    void afterAKillAnotherProcessGoesOnWhereItWas() throws TopicException {
        append(1_000, 50);
        tester.ask("r", tester.plan(null, 1, 1_000, 1_000, 10_000));
        Process killed = tester.process("a");
        for (int turn = 0; turn < 6; turn++) {
            killed.turn().forEach(event -> killed.end(event, TriggerResult.DONE));
            tester.nowMillis += 10;
        }
        killed.turn(); // Writes. Then it is killed.
        assertThat(killed.offsets().size()).isBetween(300, 900);
        tester.nowMillis += 60_000;
        Process next = tester.process("b");
        next.runToTheEnd("r");

        List<Long> all = new ArrayList<>(killed.offsets());
        all.addAll(next.offsets());
        assertThat(all).containsAll(numbers(1, 1_000));
        assertThat(next.offsets().size()).isLessThan(1_000);
        assertThat(all.stream().filter(offset -> all.indexOf(offset) != all.lastIndexOf(offset)))
                .allSatisfy(offset ->
                        assertThat(all.stream().filter(offset::equals)).hasSize(2));
    }

    @Test
    void twoProcessesNeitherBothBeginNorBothEndIt() throws TopicException {
        append(10, 10);
        tester.ask("r", tester.plan(null, 1, 10, 10, 10_000));
        Process first = tester.process("a");
        Process second = tester.process("b");
        List<ReplayState> seen = tester.store().replays();
        first.replays.look(seen, tester.nowMillis);
        second.replays.look(seen, tester.nowMillis);
        assertThat(second.groups).isEmpty();
        assertThat(tester.state("r").version()).isEqualTo(2);

        first.runToTheEnd("r");
        long version = tester.state("r").version();
        tester.nowMillis += 100;
        second.turn();
        second.turn();
        assertThat(tester.state("r").version()).isEqualTo(version);
        assertThat(second.groups).isEmpty();
    }

    @Test
    void aCancelledOneIsLeftAndWhatRanEndsForNobody() throws TopicException {
        append(20, 20);
        tester.ask("r", tester.plan(null, 1, 20, 20, 10));
        Process process = tester.process("a");
        process.turn();
        ReplayEnd end = new ReplayEnd(Instant.EPOCH, 0, 19, "");
        assertThat(tester.store().save(tester.state("r").ended(Phase.CANCELLED, end)))
                .isTrue();
        assertThat(process.turn()).hasSize(process.delivered.size());
        int begun = process.delivered.size();
        List.copyOf(process.running.keySet()).forEach(event -> process.end(event, TriggerResult.DONE));
        tester.nowMillis += 5_000;
        process.turn();

        assertThat(process.groups).isEmpty();
        assertThat(process.delivered).hasSize(begun);
        assertThat(tester.state("r").phase()).isEqualTo(Phase.CANCELLED);
    }

    @Test
    void failsWhereTheTriggerRefusesByNow() throws TopicException {
        tester.append("a:1").ask("r", tester.plan(null, 1, 1, 1, 10));
        tester.isRefused = true;
        Process process = tester.process("a");
        process.turn();

        assertThat(process.delivered).isEmpty();
        assertThat(tester.state("r").phase()).isEqualTo(Phase.FAILED);
        assertThat(tester.state("r").end().map(ReplayEnd::error))
                .contains("report refuses replays of placed: its trigger has replay: refuse in effe.yaml");
    }

    @Test
    void failsWhereTheRetentionOvertakesIt() throws TopicException {
        append(3_000, 100);
        tester.ask("r", tester.plan(null, 1, 3_000, 3_000, 10));
        Process process = tester.process("a");
        process.turn();
        tester.shared.first = 100;
        tester.nowMillis += 1_000;
        process.turn();
        assertThat(tester.state("r").phase()).as("those are in memory").isEqualTo(Phase.RUNNING);
        tester.shared.first = 2_900;
        tester.nowMillis += 1_000;
        process.turn();

        assertThat(tester.state("r").phase()).isEqualTo(Phase.FAILED);
        assertThat(tester.state("r").end().orElseThrow().error())
                .startsWith("The retention of placed has overtaken it: it was at offset ")
                .endsWith(", and the log begins at 2900");
        assertThat(process.groups).isEmpty();
    }

    @Test
    void aStoreThatFailsForAWhileDelaysTheEnd() throws TopicException {
        tester.append("a:1").ask("r", tester.plan(null, 1, 1, 1, 10));
        Process process = tester.process("a");
        process.turn().forEach(event -> process.end(event, TriggerResult.DONE));
        process.mine.failsToCommit = true;
        assertThatThrownBy(process::turn).isInstanceOf(TopicException.class);
        assertThat(tester.state("r").phase()).isEqualTo(Phase.RUNNING);
        process.mine.failsToCommit = false;
        process.turn();

        assertThat(tester.state("r").phase()).isEqualTo(Phase.DONE);
        assertThat(process.delivered).hasSize(1);
        assertThat(tester.store().lanes("replay/r", ReplayTester.TOPIC))
                .extracting(LaneState::cursor)
                .containsOnly(1L);
    }

    @Test
    void itsLanesAreCountedAboutAndExactlyInTheEnd() throws TopicException {
        append(400, 40);
        ReplayPlan plan = tester.plan(null, 1, 400, 400, 100);
        tester.ask("r", plan);
        Process process = tester.process("a");
        List<Long> left = new ArrayList<>();
        while (!tester.state("r").isOver()) {
            process.turn().forEach(event -> process.end(event, TriggerResult.DONE));
            left.add(ReplayProgress.of(tester.state("r"), tester.store()).left());
            tester.nowMillis += 500;
        }

        assertThat(left).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(left.get(left.size() / 2)).isBetween(100L, 300L);
        assertThat(left.get(left.size() - 1)).isZero();
        assertThat(ReplayProgress.of(tester.state("r"), tester.store())).isEqualTo(new ReplayProgress(400, 0, 0, true));
    }
}
