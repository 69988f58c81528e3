package dev.effe.server.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Event;
import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of events, and the changes that are kept. */
class GroupDeliveryTest {

    private static final TriggerResult FAILED = new TriggerResult.Failed("It answered 503");
    private static final TriggerResult HOPELESS = new TriggerResult.Hopeless("It answered 422");
    private static final Duration MORE_THAN_A_DELAY = Duration.ofMinutes(7);

    private static GroupTester tester() throws TopicException {
        return new GroupTester(GroupTester.rules(true, 100, 2));
    }

    @Test
    void runsKeysBesideEachOtherAndEventsOfAKeyInOrder() throws TopicException {
        GroupTester tester = tester().append("a:1", "a:2", "b:1", ":x", ":y");

        assertThat(tester.step()).containsExactlyInAnyOrder("a:1", "b:1", ":x", ":y");
        tester.end("a:1", TriggerResult.DONE);
        assertThat(tester.step()).contains("a:2");
    }

    @Test
    void withoutOrderEventsOfAKeyRunBesideEachOther() throws TopicException {
        GroupTester tester = new GroupTester(GroupTester.rules(false, 100, 2)).append("a:1", "a:2", "a:3");

        assertThat(tester.step()).containsExactly("a:1", "a:2", "a:3");
    }

    /** Or a store whose lanes share a log would read it at many places at once. */
    @Test
    void lanesOfABacklogStayTogether() throws TopicException {
        int events = 40_000;
        GroupTester tester = new GroupTester(GroupTester.rules(true, 64, 2), 1_000, 16);
        for (int i = 0; i < events; i++) {
            tester.append("key-" + i % 10_007 + ":" + i);
        }
        Random random = new Random(1);
        BitSet begun = new BitSet();
        int told = 0;
        int spread = 0;
        for (List<String> now = tester.step(); !now.isEmpty(); now = tester.step()) {
            for (TriggeredEvent each : tester.delivered.subList(told, tester.delivered.size())) {
                begun.set((int) each.event().offset());
            }
            told = tester.delivered.size();
            spread = Math.max(spread, begun.length() - begun.nextClearBit(1));
            tester.end(now.get(random.nextInt(now.size())), TriggerResult.DONE);
        }
        assertThat(told).isEqualTo(events);
        assertThat(spread).isLessThan(Lane.WINDOW);
    }

    @Test
    void runsAtMostConcurrencyAndAtMostHalfOfTheContexts() throws TopicException {
        GroupTester three = new GroupTester(GroupTester.rules(true, 3, 2)).append(":1", ":2", ":3", ":4");
        GroupTester half = new GroupTester(GroupTester.rules(true, 100, 2), 5).append(":1", ":2", ":3");
        GroupTester one = new GroupTester(GroupTester.rules(true, 100, 2), 1).append(":1", ":2");

        assertThat(three.step()).hasSize(3);
        assertThat(half.step()).hasSize(2);
        assertThat(one.step()).hasSize(1);
        assertThat(one.end(":1", TriggerResult.DONE).step()).containsExactly(":2");
    }

    @Test
    void waitsWhileAnotherGroupHasAllPlacesOfTheFunction() throws TopicException {
        GroupTester one = new GroupTester(GroupTester.rules(true, 100, 2), 1);
        assertThat(one.places().tryTake()).isTrue(); // By another group.
        assertThat(one.append(":1").step()).isEmpty();
        assertThat(one.group().dueMillis()).isGreaterThan(one.nowMillis);

        one.places().give(); // Its end wakes the engine, which steps all groups.
        assertThat(one.step()).containsExactly(":1");
    }

    @Test
    void tellsTheFunctionWhatItIs() throws TopicException {
        GroupTester tester = tester();
        tester.append("a:1", Map.of("traceparent", "t"));
        tester.step();

        Event event = tester.delivered.get(0).event();
        assertThat(event.id()).isEqualTo("shop/placed/1");
        assertThat(event.offset()).isEqualTo(1);
        assertThat(event.attempt()).isEqualTo(1);
        assertThat(event.key()).contains("a");
        assertThat(event.replay()).isEmpty();
        assertThat(event.headers()).containsEntry("Traceparent", "t");
    }

    @Test
    void aFailedEventIsPutAsideAndThoseOfItsKeyBehindIt() throws TopicException {
        GroupTester tester = tester().append("a:1", "a:2", "b:1");
        tester.step();
        tester.end("a:1", FAILED).end("b:1", TriggerResult.DONE);
        assertThat(tester.append("a:3", "b:2").step()).containsExactly("b:2");

        tester.end("b:2", TriggerResult.DONE).step();
        tester.group().commit();
        assertThat(tester.offsets(false)).containsExactly(1L, 2L, 4L);
        assertThat(tester.stats().lag()).isZero();
        assertThat(tester.stats().parked()).isEqualTo(3);

        assertThat(tester.after(Duration.ofMillis(799))).isEmpty();
        assertThat(tester.after(Duration.ofMillis(401))).containsExactly("a:1");
        assertThat(tester.delivered.get(3).event().attempt()).isEqualTo(2);
        tester.end("a:1", TriggerResult.DONE);
        assertThat(tester.step()).containsExactly("a:2");
        tester.end("a:2", TriggerResult.DONE);
        assertThat(tester.step()).containsExactly("a:3");
        tester.end("a:3", TriggerResult.DONE).step();
        tester.group().commit();
        assertThat(tester.parked(false)).isEmpty();
        assertThat(tester.append("a:4").step()).containsExactly("a:4");
    }

    @Test
    void anEventIsDeadAfterItsRetriesAndTheNextOfItsKeyRuns() throws TopicException {
        GroupTester tester = tester().append("a:1", "a:2");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(tester.after(MORE_THAN_A_DELAY)).containsExactly("a:1");
            tester.end("a:1", FAILED);
        }
        assertThat(tester.step()).containsExactly("a:2");
        tester.group().commit();

        assertThat(tester.parked(true)).singleElement().satisfies(dead -> {
            assertThat(dead.offset()).isEqualTo(1);
            assertThat(dead.attempts()).isEqualTo(3);
            assertThat(dead.error()).isEqualTo("It answered 503");
        });
    }

    @Test
    void withoutRetriesTheFirstFailureIsTheLast() throws TopicException {
        GroupTester tester = new GroupTester(GroupTester.rules(true, 1, 0)).append("a:1");
        tester.step();
        tester.end("a:1", FAILED).step();
        tester.group().commit();

        assertThat(tester.offsets(true)).containsExactly(1L);
    }

    @Test
    void anEventThatWillNotGetBetterIsDeadAtOnce() throws TopicException {
        GroupTester tester = tester().append("a:1", "a:2");
        tester.step();
        tester.end("a:1", HOPELESS);

        assertThat(tester.step()).containsExactly("a:2");
        tester.group().commit();
        assertThat(tester.offsets(true)).containsExactly(1L);
    }

    @Test
    void aRefusalCountsAsNoAttemptAndIsNotRepeatedAtOnce() throws TopicException {
        GroupTester tester = tester().append("a:1");
        for (int refusal = 0; refusal < 50; refusal++) {
            assertThat(tester.after(Duration.ofSeconds(2))).containsExactly("a:1");
            tester.end("a:1", TriggerResult.REFUSED);
            assertThat(tester.step()).isEmpty();
        }
        tester.after(Duration.ofSeconds(2));

        assertThat(tester.delivered.get(50).event().attempt()).isEqualTo(1);
        assertThat(tester.stats().parked()).isZero();
    }

    @Test
    void whatIsGivenBackByAServerThatStopsRunsAgainAfterwards() throws TopicException {
        GroupTester tester = tester().append("a:1", "a:2");
        tester.step();
        tester.end("a:1", TriggerResult.STOPPING).step();
        tester.group().commit();
        tester.open();

        assertThat(tester.step()).containsExactly("a:1");
    }

    @Test
    void twentyDifferentEventsThatFailInARowAreAnOutage() throws TopicException {
        GroupTester tester = tester();
        for (int i = 0; i < 200; i++) {
            tester.append("k" + i + ":1");
        }
        tester.step();
        List.copyOf(tester.running.keySet()).forEach(event -> tester.end(event, FAILED));
        assertThat(tester.step()).isEmpty();

        assertThat(tester.stats().paused()).isTrue();
        assertThat(tester.stats().parked()).isEqualTo(Outage.FAILURES - 1);
        assertThat(tester.after(Duration.ofMillis(999))).isEmpty();
        int begun = tester.begun.size();
        for (int minute = 0; minute < 2; minute++) { // An outage.
            List<String> probed = tester.after(Duration.ofMinutes(1));
            assertThat(probed).hasSize(1);
            tester.end(probed.get(0), FAILED);
            assertThat(tester.step()).isEmpty();
        }
        assertThat(tester.begun.subList(begun, begun + 2)).doesNotHaveDuplicates();
        assertThat(tester.stats().parked()).isEqualTo(Outage.FAILURES - 1);

        tester.end(tester.after(Duration.ofMinutes(1)).get(0), TriggerResult.DONE);
        assertThat(tester.step()).hasSize(100);
        assertThat(tester.stats().paused()).isFalse();
        tester.endAll(TriggerResult.DONE);
        tester.after(Duration.ofMinutes(1));
        tester.endAll(TriggerResult.DONE);
        assertThat(tester.delivered.stream()
                        .mapToInt(event -> event.event().attempt())
                        .max())
                .hasValue(2);
        assertThat(tester.stats().lag()
                        + tester.stats().parked()
                        + tester.stats().dead())
                .isZero();
    }

    @Test
    void orderIsKeptAfterAnOutage() throws TopicException {
        GroupTester tester = tester();
        for (int i = 0; i < 30; i++) {
            tester.append("k" + i + ":1", "k" + i + ":2", "k" + i + ":3");
        }
        tester.step();
        List.copyOf(tester.running.keySet()).forEach(event -> tester.end(event, FAILED));
        tester.step();
        tester.end(tester.after(Duration.ofSeconds(1)).get(0), TriggerResult.DONE);
        tester.endAll(TriggerResult.DONE);
        tester.after(Duration.ofMinutes(1));
        tester.endAll(TriggerResult.DONE);

        for (int i = 0; i < 30; i++) {
            String key = "k" + i + ":";
            List<String> order = tester.begun.stream()
                    .filter(event -> event.startsWith(key))
                    .distinct()
                    .toList();
            assertThat(order).containsExactly(key + "1", key + "2", key + "3");
        }
        assertThat(tester.stats().lag() + tester.stats().parked()).isZero();
    }

    @Test
    void fewEventsThatFailAgainAndAgainAreNoOutage() throws TopicException {
        GroupTester tester = new GroupTester(GroupTester.rules(true, 100, 10)).append("a:1", "b:1", "c:1");
        for (int attempt = 1; attempt <= 11; attempt++) {
            List<String> running = tester.after(MORE_THAN_A_DELAY);
            assertThat(running).hasSize(3);
            running.forEach(event -> tester.end(event, FAILED));
        }
        tester.step();
        tester.group().commit();

        assertThat(tester.offsets(true)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void badEventsAreNoOutageHoweverMany() throws TopicException {
        GroupTester tester = tester();
        for (int i = 0; i < 100; i++) {
            tester.append(":" + i);
        }

        assertThat(tester.endAll(HOPELESS)).isEqualTo(100);
        assertThat(tester.stats().paused()).isFalse();
        assertThat(tester.stats().dead()).isEqualTo(100);
    }

    @Test
    void aKeyThatIsStuckFillsItsLaneAndNoOther() throws TopicException {
        GroupTester tester = tester();
        for (int i = 0; i < 2 * Lane.WINDOW; i++) {
            tester.append("slow:" + i);
        }
        int lane = Math.floorMod("slow".hashCode(), 4);
        String other = lane == Math.floorMod("x".hashCode(), 4) ? "y" : "x";
        assertThat(tester.append(other + ":1").step()).containsExactlyInAnyOrder("slow:0", other + ":1");
        assertThat(tester.end(other + ":1", TriggerResult.DONE)
                        .append(other + ":2")
                        .step())
                .containsExactlyInAnyOrder("slow:0", other + ":2");
    }

    @Test
    void beyondTheLimitOfEventsPutAsideItsLaneWaits() throws TopicException {
        GroupTester tester = tester().append("a:0");
        tester.step();
        tester.end("a:0", FAILED).step();
        for (int i = 1; i <= PutAside.MOST + 300; i++) {
            tester.append("a:" + i);
            tester.step();
        }
        assertThat(tester.stats().parked()).isEqualTo(PutAside.MOST);
        assertThat(tester.stats().lag()).isPositive();
        String other = Math.floorMod("a".hashCode(), 4) == Math.floorMod("x".hashCode(), 4) ? "y" : "x";
        assertThat(tester.append(other + ":1").step()).containsExactly(other + ":1");
        tester.end(other + ":1", TriggerResult.DONE);

        tester.after(MORE_THAN_A_DELAY);
        tester.endAll(TriggerResult.DONE);
        assertThat(tester.stats().parked() + tester.stats().lag()).isZero();
        List<String> order = tester.begun.stream()
                .filter(event -> event.startsWith("a:"))
                .distinct()
                .toList();
        assertThat(order).hasSize(PutAside.MOST + 301);
        List<Integer> numbers =
                order.stream().map(event -> Integer.valueOf(event.substring(2))).toList();
        assertThat(numbers).isSorted();
    }

    @Test
    void anEventOfALoopIsDead() throws TopicException {
        GroupTester tester = tester();
        tester.append("a:1", Map.of("Effe-Depth", "17"));
        tester.append("a:2", Map.of("Effe-Depth", "16"));

        assertThat(tester.step()).containsExactly("a:2");
        tester.group().commit();
        assertThat(tester.parked(true))
                .singleElement()
                .satisfies(dead -> assertThat(dead.error()).startsWith("loop"));
    }

    @Test
    void afterAKillWhatWasNotWrittenIsDeliveredAgainAndWhatWasIsNot() throws TopicException {
        GroupTester tester = tester().append("a:1", "a:2", "a:3", "b:1");
        tester.step();
        tester.end("a:1", TriggerResult.DONE);
        tester.step();
        tester.group().commit();
        tester.end("a:2", TriggerResult.DONE).step();
        tester.open();
        tester.begun.clear();
        tester.endAll(TriggerResult.DONE);

        assertThat(tester.begun).containsExactlyInAnyOrder("a:2", "a:3", "b:1").containsSubsequence("a:2", "a:3");
    }

    @Test
    void whatIsPutAsideOrDeadIsNotReadAgainAfterAKill() throws TopicException {
        GroupTester tester = new GroupTester(GroupTester.rules(false, 100, 2)).append("a:1", "a:2", "a:3", "a:4");
        tester.step(); // a:1 goes on, so that the cursor stays before it.
        tester.end("a:2", FAILED)
                .end("a:3", HOPELESS)
                .end("a:4", TriggerResult.DONE)
                .step();
        tester.group().commit();
        tester.open();

        assertThat(tester.step()).containsExactlyInAnyOrder("a:1", "a:4");
        assertThat(tester.after(Duration.ofSeconds(2))).contains("a:2");
        tester.endAll(TriggerResult.DONE);
        tester.group().commit();
        assertThat(tester.parked(false)).isEmpty();
        assertThat(tester.offsets(true)).containsExactly(3L);
        assertThat(tester.stats().lag()).isZero();
    }

    /** The cursor of the lane stays before slow:1; a:2 is put aside and settles, or a:1 settles before a:2 is put aside. */
    @ParameterizedTest
    @ValueSource(strings = {"a:1", "a:2"})
    void whatIsOverBeyondTheCursorRunsAgainBeforeTheNextOfItsKeyAfterAKill(String failing) throws TopicException {
        GroupTester tester = new GroupTester(GroupTester.rules(true, 100, 2), 1_000, 1);
        tester.append("slow:1", "a:1", "a:2", "a:3", "a:4");
        for (String event : List.of("a:1", "a:2", "a:3")) {
            tester.step();
            if (event.equals(failing)) {
                tester.end(event, FAILED);
                tester.after(MORE_THAN_A_DELAY);
            }
            if (!event.equals("a:3")) {
                tester.end(event, TriggerResult.DONE);
            }
        }
        tester.group().commit();
        assertThat(tester.offsets(false)).contains(4L, 5L);

        tester.open();
        tester.begun.clear();
        tester.endAll(TriggerResult.DONE);
        assertThat(tester.begun).filteredOn(event -> event.startsWith("a")).containsExactly("a:1", "a:2", "a:3", "a:4");
        tester.group().commit();
        assertThat(tester.parked(false)).isEmpty();
        assertThat(tester.stats().parked()).isZero();
    }

    @Test
    void theRetriesOfAnEventGoOnAfterAKill() throws TopicException {
        GroupTester tester = tester().append("a:1", "a:2");
        tester.step();
        tester.end("a:1", FAILED).step();
        tester.group().commit();
        tester.open();
        assertThat(tester.step()).isEmpty();

        assertThat(tester.after(Duration.ofSeconds(2))).containsExactly("a:1");
        assertThat(tester.delivered.get(1).event().attempt()).isEqualTo(2);
        assertThat(tester.end("a:1", TriggerResult.DONE).step()).containsExactly("a:2");
    }

    @Test
    void aFailureOfTheStoreCostsNothing() throws TopicException {
        GroupTester tester = tester().append("a:1", "b:1");
        tester.store.failsToRead = true;
        assertThatThrownBy(tester::step).isInstanceOf(TopicException.class);
        tester.store.failsToRead = false;
        assertThat(tester.step()).containsExactlyInAnyOrder("a:1", "b:1");
        tester.end("a:1", FAILED).end("b:1", TriggerResult.DONE).step();
        tester.store.failsToCommit = true;
        assertThatThrownBy(() -> tester.group().commit()).isInstanceOf(TopicException.class);
        tester.store.failsToCommit = false;
        tester.group().commit();
        assertThat(tester.offsets(false)).containsExactly(1L);

        tester.store.failsToRead = true;
        assertThatThrownBy(() -> tester.after(Duration.ofSeconds(2))).isInstanceOf(TopicException.class);
        tester.store.failsToRead = false;
        assertThat(tester.step()).containsExactly("a:1");
    }

    @Test
    void whatIsRedrivenRunsAgainWithItsAttemptsCountedAnew() throws TopicException {
        GroupTester tester = tester().append("a:1", "a:2");
        tester.step();
        tester.end("a:1", HOPELESS).step();
        tester.group().commit();

        assertThat(tester.store.redrive("report", GroupTester.TOPIC, Set.of(1L)))
                .isEqualTo(1);
        tester.group().deadChanged();
        assertThat(tester.offsets(true)).isEmpty();
        assertThat(tester.step()).containsExactly("a:2"); // Which runs already, and is before it.
        assertThat(tester.end("a:2", TriggerResult.DONE).step()).containsExactly("a:1");
        assertThat(tester.delivered.get(2).event().attempt()).isEqualTo(1);
        tester.end("a:1", TriggerResult.DONE).step();
        assertThat(tester.stats().dead() + tester.stats().parked()).isZero();
    }

    @Test
    void whatIsPurgedIsGone() throws TopicException {
        GroupTester tester = tester().append("a:1");
        tester.step();
        tester.end("a:1", HOPELESS).step();
        tester.group().commit();
        assertThat(tester.store.purge("report", GroupTester.TOPIC, Set.of(1L))).isEqualTo(1);
        tester.open();

        assertThat(tester.step()).isEmpty();
        assertThat(tester.stats().dead()).isZero();
    }

    @Test
    void anErrorIsCutAt1024Characters() throws TopicException {
        GroupTester tester = tester().append("a:1");
        tester.step();
        tester.end("a:1", new TriggerResult.Hopeless("x".repeat(5000))).step();
        tester.group().commit();

        assertThat(tester.parked(true).get(0).error()).hasSize(1024);
    }

    @Test
    void theOldestEventTellsHowLateItIs() throws TopicException {
        GroupTester tester = tester().append("a:1");
        tester.after(Duration.ofSeconds(90));
        assertThat(tester.stats().oldestMillis()).isEqualTo(90_000);
        assertThat(tester.stats().lag()).isEqualTo(1);
        assertThat(tester.stats().running()).isEqualTo(1);
        tester.end("a:1", TriggerResult.DONE).step();
        assertThat(tester.stats().oldestMillis()).isZero();
        assertThat(tester.stats().lag()).isZero();
    }

    @Test
    void delaysDoubleUpToFiveMinutesGiveOrTakeAFifth() {
        TriggerRules rules = GroupTester.rules(true, 1, 100);
        List<Long> least = new ArrayList<>();
        List<Long> most = new ArrayList<>();
        for (int failures : List.of(1, 2, 3, 9, 10, 64, 100)) {
            least.add(rules.delayMillis(failures, 0));
            most.add(rules.delayMillis(failures, 1));
        }

        assertThat(least).containsExactly(800L, 1_600L, 3_200L, 204_800L, 240_000L, 240_000L, 240_000L);
        assertThat(most).containsExactly(1_200L, 2_400L, 4_800L, 307_200L, 360_000L, 360_000L, 360_000L);
    }
}
