package dev.effe.server.topics;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneShare;
import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.ReplayState.Phase;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of every store of topics. */
public abstract class TopicStoreContract {

    protected static final String TOPIC = "placed";
    protected static final int LANES = 4;
    protected static final Duration PATIENCE = Duration.ofSeconds(60);

    protected final AtomicLong nowMillis = new AtomicLong(1_700_000_000_000L);
    private TopicStore store;

    /** A store of what was written before, if it was. */
    protected abstract TopicStore open(LongSupplier clock) throws Exception;

    /** False if it forgets all when it is closed. */
    protected boolean lasts() {
        return true;
    }

    @BeforeEach
    void begin() throws Exception {
        store = opened(LANES);
    }

    private TopicStore opened(int lanes) throws Exception {
        TopicStore opened = open(nowMillis::get);
        try {
            opened.create(List.of(
                    new TopicSpec(TOPIC, lanes, Optional.empty()), new TopicSpec("other", 1, Optional.empty())));
            return opened;
        } catch (TopicException e) {
            opened.close();
            throw e;
        }
    }

    @AfterEach
    void end() {
        store.close();
    }

    protected TopicStore store() {
        return store;
    }

    protected void openAgain() throws Exception {
        store.close();
        store = opened(LANES);
    }

    protected static NewEvent event(String key, String payload) {
        return event(key, payload, null);
    }

    protected static NewEvent event(String key, String payload, String id) {
        return new NewEvent(
                TOPIC,
                Optional.ofNullable(key),
                Optional.ofNullable(id),
                "text/plain",
                Map.of("traceparent", "t", "Effe-Depth", "1"),
                payload.getBytes(UTF_8));
    }

    protected void append(NewEvent... events) throws TopicException {
        store.append(List.of(events), PATIENCE);
    }

    protected Batch read(long after, int most) throws TopicException {
        Map<Integer, Long> lanes = new HashMap<>();
        for (int lane = 0; lane < LANES; lane++) {
            lanes.put(lane, after);
        }
        return store.read(TOPIC, lanes, most, Long.MAX_VALUE);
    }

    protected List<String> payloads(long after) throws TopicException {
        return read(after, Integer.MAX_VALUE).events().stream()
                .map(event -> new String(event.payload(), UTF_8))
                .toList();
    }

    protected static List<Long> offsets(Batch batch) {
        return batch.events().stream().map(StoredEvent::offset).toList();
    }

    @Test
    void itsClockIsThatOfTheTimesOfEvents() throws Exception {
        Instant before = store.now();
        append(event("a", "1"));
        assertThat(read(0, 1).events().get(0).time()).isBetween(before, store.now());
    }

    @Test
    void eventsAreReadAsTheyWereAppendedWithDenseOffsets() throws Exception {
        append(event("a", "1"), event(null, ""), event("ä\"%", "3", "id-3"));
        append(event("a", "4"));

        Batch batch = read(0, 100);
        assertThat(offsets(batch)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(batch.upTo()).isEqualTo(4);
        StoredEvent third = batch.events().get(2);
        assertThat(third.key()).contains("ä\"%");
        assertThat(third.id()).contains("id-3");
        assertThat(third.contentType()).isEqualTo("text/plain");
        assertThat(third.headers()).containsEntry("traceparent", "t").containsEntry("Effe-Depth", "1");
        assertThat(third.payload()).isEqualTo("3".getBytes(UTF_8));
        assertThat(third.time().toEpochMilli()).isEqualTo(nowMillis.get());
        assertThat(batch.events().get(0).lane()).isEqualTo(batch.events().get(3).lane());
        assertThat(batch.events().get(1).payload()).isEmpty();
        assertThat(store.read("other", Map.of(0, 0L), 1, 1).events()).isEmpty();
    }

    @Test
    void keysAreSharedOutToAllLanesAndSoAreEventsWithoutKeys() throws Exception {
        for (String kind : List.of("key", "")) {
            Set<Integer> lanes = new HashSet<>();
            long after = store.offsetAt(TOPIC, Instant.MAX) - 1;
            for (int i = 0; i < 100; i++) {
                append(event(kind.isEmpty() ? null : kind + i, "x"));
            }
            read(after, 100).events().forEach(event -> lanes.add(event.lane()));
            assertThat(lanes).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    @Test
    void eachLaneIsReadFromItsOwnPlace() throws Exception {
        for (int i = 0; i < 200; i++) {
            append(event("k" + i % 20, "" + i));
        }
        List<StoredEvent> all = read(0, 1000).events();
        Map<Integer, Long> after = Map.of(0, 150L, 2, 20L);

        Batch batch = store.read(TOPIC, after, 1000, Long.MAX_VALUE);
        assertThat(offsets(batch))
                .containsExactlyElementsOf(all.stream()
                        .filter(event -> after.containsKey(event.lane()) && event.offset() > after.get(event.lane()))
                        .map(StoredEvent::offset)
                        .toList());
        assertThat(batch.upTo()).isEqualTo(200);
    }

    @Test
    void whatIsReadIsLimitedInNumberAndBytesAndSaysHowFarItGoes() throws Exception {
        for (int i = 0; i < 10; i++) {
            append(event("k" + i, "x".repeat(1000)));
        }

        assertThat(read(0, 3).upTo()).isEqualTo(3);
        assertThat(offsets(read(3, 3))).containsExactly(4L, 5L, 6L);
        Map<Integer, Long> after = Map.of(0, 0L, 1, 0L, 2, 0L, 3, 0L);
        assertThat(store.read(TOPIC, after, 10, 1).events()).hasSize(1);
        assertThat(store.read(TOPIC, after, 10, 1).upTo()).isEqualTo(1);
        assertThat(store.read(TOPIC, after, 10, 3500).events()).hasSizeBetween(2, 3);
        assertThat(read(10, 5).events()).isEmpty();
        assertThat(read(10, 5).upTo()).isEqualTo(10);
    }

    @Test
    void aLaneWithMostOfTheEventsHidesNoneOfTheOthers() throws Exception {
        for (int i = 1; i <= 200; i++) {
            append(event(i % 20 == 0 ? "k" + i : "hot", "" + i));
        }
        List<Long> found = new ArrayList<>();
        for (Batch batch = read(0, 16); !batch.events().isEmpty(); batch = read(batch.upTo(), 16)) {
            assertThat(batch.events().size()).isLessThanOrEqualTo(16);
            found.addAll(offsets(batch));
        }
        assertThat(found)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
    }

    @Test
    void anIdCountsOnceWithinSevenDays() throws Exception {
        append(event("a", "1", "x"), event("a", "2", "y"), event("a", "3", "x"));
        append(event("b", "4", "x"), event("b", "5"));
        nowMillis.addAndGet(Duration.ofDays(7).toMillis() - 1);
        append(event("c", "6", "y"));
        assertThat(payloads(0)).containsExactly("1", "2", "5");

        nowMillis.addAndGet(1);
        append(event("d", "7", "y"));
        assertThat(payloads(0)).containsExactly("1", "2", "5", "7");
        if (lasts()) {
            openAgain();
            append(event("e", "8", "y"), event("e", "9", "x"));
            assertThat(payloads(0)).containsExactly("1", "2", "5", "7", "9");
        }
    }

    @Test
    void aPlaceIsFoundByTime() throws Exception {
        assertThat(store.offsetAt(TOPIC, Instant.MIN)).isEqualTo(1);
        assertThat(store.offsetAt(TOPIC, Instant.MAX)).isEqualTo(1);
        long began = nowMillis.get();
        for (int i = 0; i < 50; i++) {
            append(event("a", "" + i));
            nowMillis.addAndGet(10);
        }

        for (int i = 0; i < 50; i++) {
            assertThat(store.offsetAt(TOPIC, Instant.ofEpochMilli(began + 10L * i)))
                    .isEqualTo(i + 1);
            assertThat(store.offsetAt(TOPIC, Instant.ofEpochMilli(began + 10L * i + 1)))
                    .isEqualTo(i + 2);
        }
        assertThat(store.offsetAt(TOPIC, Instant.MIN)).isEqualTo(1);
        assertThat(store.offsetAt(TOPIC, Instant.MAX)).isEqualTo(51);
        assertThat(store.offsetAt(TOPIC, Instant.EPOCH)).isEqualTo(1);
    }

    @Test
    void timesDoNotFallWhenTheClockDoes() throws Exception {
        append(event("a", "1"));
        nowMillis.addAndGet(-60_000);
        append(event("a", "2"));

        List<StoredEvent> events = read(0, 10).events();
        assertThat(events.get(1).time()).isEqualTo(events.get(0).time());
    }

    @Test
    void aGroupBeginsWhereItIsToldAndGoesOnWhereItWas() throws Exception {
        append(event("a", "1"), event("a", "2"));
        LaneClaims claims = store.claims("report", TOPIC, 2);
        assertThat(claims.renew().gained()).isEqualTo(Map.of(0, 2L, 1, 2L, 2, 2L, 3, 2L));
        assertThat(claims.renew()).isEqualTo(new LaneShare(Map.of(), Set.of(), Set.of()));
        append(event("a", "3"));
        store.commit(claims, Map.of(1, 3L), List.of());
        claims.close();
        if (lasts()) {
            openAgain();
        }

        assertThat(store.claims("report", TOPIC, 0).renew().gained()).isEqualTo(Map.of(0, 2L, 1, 3L, 2, 2L, 3, 2L));
        assertThat(store.claims("other", TOPIC, 0).renew().gained()).containsEntry(1, 0L);
    }

    @Test
    void everybodySeesHowFarAGroupIsAndWhoHasItsLanes() throws Exception {
        assertThat(store.lanes("report", TOPIC)).isEmpty();
        LaneClaims claims = claims("report");
        store.commit(claims, Map.of(2, 7L), List.of());

        List<LaneState> lanes = store.lanes("report", TOPIC);
        assertThat(lanes).extracting(LaneState::lane).containsExactly(0, 1, 2, 3);
        assertThat(lanes).extracting(LaneState::cursor).containsExactly(0L, 0L, 7L, 0L);
        assertThat(lanes).allSatisfy(lane -> assertThat(lane.owner()).isPresent());
    }

    /** The claims of a process that has all lanes. */
    protected LaneClaims claims(String group) throws TopicException {
        LaneClaims claims = store.claims(group, TOPIC, 0);
        assertThat(claims.renew().gained()).hasSize(LANES);
        return claims;
    }

    protected static ParkedFilter waiting() {
        return ParkedFilter.of(Kind.WAITING);
    }

    protected static ParkedFilter dead() {
        return ParkedFilter.of(Kind.DEAD);
    }

    protected static ParkedFilter redriven() {
        return ParkedFilter.of(Kind.REDRIVEN);
    }

    protected List<Parked> listed(ParkedFilter filter, int most) throws TopicException {
        return store.parked("report", TOPIC, filter, most);
    }

    private static Parked parked(long offset, boolean dead) {
        return new Parked(
                offset,
                (int) offset % LANES,
                offset % 2 == 0 ? Optional.of("kä" + offset) : Optional.empty(),
                3,
                Instant.ofEpochMilli(123_456),
                dead ? Optional.of(Instant.ofEpochMilli(99)) : Optional.empty(),
                "It answered 503");
    }

    @Test
    void whatIsPutAsideIsKeptUntilItIsForgotten() throws Exception {
        LaneClaims claims = claims("report");
        List<ParkedChange> changes = new ArrayList<>();
        LongStream.rangeClosed(1, 10).forEach(offset -> changes.add(new ParkedChange.Put(parked(offset, offset > 6))));
        store.commit(claims, Map.of(), changes);
        store.commit(
                claims,
                Map.of(),
                List.of(
                        new ParkedChange.Remove(3, 0),
                        new ParkedChange.Put(parked(4, true)),
                        new ParkedChange.Remove(77, 0)));
        if (lasts()) {
            claims.close();
            openAgain();
        }

        assertThat(listed(waiting(), 100))
                .containsExactly(parked(1, false), parked(2, false), parked(5, false), parked(6, false));
        assertThat(listed(dead(), 3)).containsExactly(parked(4, true), parked(7, true), parked(8, true));
        assertThat(listed(dead().behind(8), 3)).containsExactly(parked(9, true), parked(10, true));
        assertThat(listed(dead().in(Set.of(0, 1)), 9))
                .containsExactly(parked(4, true), parked(8, true), parked(9, true));
        assertThat(listed(dead().in(Set.of(0, 1)).behind(4), 1)).containsExactly(parked(8, true));
        assertThat(listed(dead().in(Set.of()), 9)).isEmpty();
        assertThat(store.count("report", TOPIC, waiting())).isEqualTo(4);
        assertThat(store.count("report", TOPIC, dead())).isEqualTo(5);
        assertThat(store.count("report", TOPIC, dead().in(Set.of(3)))).isEqualTo(1);
        assertThat(store.count("mail", TOPIC, dead())).isZero();
    }

    @Test
    void deadEventsAreRedrivenOnceAndToldFromOthersUntilTheirOwnerChangesThem() throws Exception {
        LaneClaims claims = claims("report");
        List<ParkedChange> changes = new ArrayList<>();
        LongStream.rangeClosed(1, 4).forEach(offset -> changes.add(new ParkedChange.Put(parked(offset, offset > 1))));
        store.commit(claims, Map.of(), changes);

        assertThat(store.redrive("report", TOPIC, Set.of(1L, 2L, 3L, 77L))).isEqualTo(2);
        assertThat(store.redrive("report", TOPIC, Set.of(2L, 3L))).isZero();
        assertThat(store.redrive("mail", TOPIC, Set.of(4L))).isZero();
        assertThat(listed(dead(), 9)).containsExactly(parked(4, true));
        assertThat(listed(redriven(), 9)).containsExactly(redriven(2), redriven(3));
        assertThat(listed(redriven().in(Set.of(3)), 9)).containsExactly(redriven(3));
        assertThat(listed(waiting(), 9)).containsExactly(parked(1, false), redriven(2), redriven(3));

        store.commit(claims, Map.of(), List.of(new ParkedChange.Put(parked(2, false)), new ParkedChange.Remove(3, 3)));
        assertThat(listed(redriven(), 9)).isEmpty();
        assertThat(listed(waiting(), 9)).containsExactly(parked(1, false), parked(2, false));
    }

    private static Parked redriven(long offset) {
        Parked dead = parked(offset, true);
        return new Parked(offset, dead.lane(), dead.key(), 0, Instant.EPOCH, Optional.empty(), dead.error());
    }

    @Test
    void deadEventsThatTheCursorHasPassedArePurged() throws Exception {
        LaneClaims claims = claims("report");
        List<ParkedChange> changes = new ArrayList<>();
        LongStream.rangeClosed(1, 8).forEach(offset -> changes.add(new ParkedChange.Put(parked(offset, offset < 8))));
        store.commit(claims, Map.of(0, 8L, 1, 4L, 2, 8L), changes);

        assertThat(store.purge("report", TOPIC, Set.of(1L, 2L, 3L, 5L, 8L, 77L)))
                .isEqualTo(2);
        assertThat(store.purge("report", TOPIC, Set.of(1L))).isZero();
        assertThat(listed(dead(), 9))
                .containsExactly(parked(3, true), parked(4, true), parked(5, true), parked(6, true), parked(7, true));
        assertThat(listed(waiting(), 9)).containsExactly(parked(8, false));
    }

    private static ReplayState replay(String name, Optional<String> key) {
        Instant began = Instant.ofEpochMilli(1_700_000_000_123L);
        ReplayPlan plan = new ReplayPlan(TOPIC, "report", key, 3, 4_000_000_000L, 17, 100, began);
        return new ReplayState(name, 0, Phase.STARTING, plan, Optional.empty());
    }

    @Test
    void aReplayIsKeptAsItWasSavedLast() throws Exception {
        assertThat(store.replays()).isEmpty();
        ReplayState running = replay("bug-17", Optional.of("kä")).saved().in(Phase.RUNNING);
        ReplayState other = replay("Other_1.x", Optional.empty());
        ReplayEnd end = new ReplayEnd(Instant.ofEpochMilli(1_700_000_001_000L), 2, 1, "The topic's \u00fc is gone");
        assertThat(store.save(replay("bug-17", Optional.of("kä")))).isTrue();
        assertThat(store.save(other)).isTrue();
        assertThat(store.save(running)).isTrue();
        assertThat(store.replays()).containsExactlyInAnyOrder(running.saved(), other.saved());
        assertThat(store.save(running.saved().ended(Phase.FAILED, end))).isTrue();
        if (lasts()) {
            openAgain();
        }

        assertThat(store.replays())
                .containsExactlyInAnyOrder(
                        running.saved().ended(Phase.FAILED, end).saved(), other.saved());
    }

    @Test
    void aReplayIsSavedByOneOfThoseWhoHaveSeenTheSame() throws Exception {
        ReplayState first = replay("r", Optional.empty());
        assertThat(store.save(first.saved())).as("there is none").isFalse();
        assertThat(store.forget(first.saved())).as("there is none").isFalse();
        int threads = 8;
        List<Thread> all = new ArrayList<>();
        AtomicLong saved = new AtomicLong();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                try {
                    saved.addAndGet(store.save(first) ? 1 : 0);
                } catch (TopicException | RuntimeException e) {
                    failures.add(e);
                }
            });
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(saved).hasValue(1);
        assertThat(store.replays()).containsExactly(first.saved());
        assertThat(store.forget(first)).as("it was saved meanwhile").isFalse();
        assertThat(store.forget(first.saved())).isTrue();
        assertThat(store.replays()).isEmpty();
        assertThat(store.save(first)).as("its name is free").isTrue();
    }

    @Test
    void aForgottenReplayLeavesNothingOfItsGroupAndNothingOfOthersGoes() throws Exception {
        ReplayState state = replay("r", Optional.empty());
        store.save(state);
        append(event("a", "1"), event("a", "2"), event("a", "3"));
        LaneClaims claims = store.claims(state.group(), TOPIC, 1);
        LaneClaims others = store.claims("report", TOPIC, 1);
        for (LaneClaims each : List.of(claims, others)) {
            each.renew();
            store.commit(
                    each,
                    Map.of(0, 3L),
                    List.of(new ParkedChange.Put(parked(2, false)), new ParkedChange.Put(parked(3, true))));
        }
        assertThat(store.count(state.group(), TOPIC, dead())).isEqualTo(1);
        assertThat(store.parked(state.group(), TOPIC, waiting(), 9)).containsExactly(parked(2, false));
        claims.close();
        assertThat(store.forget(state.saved())).isTrue();
        if (lasts()) {
            openAgain();
        }

        assertThat(store.count(state.group(), TOPIC, dead())).isZero();
        assertThat(store.parked(state.group(), TOPIC, waiting(), 9)).isEmpty();
        assertThat(store.claims(state.group(), TOPIC, 0).renew().gained()).containsEntry(0, 0L);
        assertThat(store.count("report", TOPIC, dead())).isEqualTo(1);
        assertThat(store.count("nobody", TOPIC, dead())).isZero();
    }

    @Test
    void theLaneOfAKeyIsThatOfItsEvents() throws Exception {
        for (int i = 0; i < 50; i++) {
            append(event("kä" + i, "x"));
        }
        for (StoredEvent event : read(0, 50).events()) {
            assertThat(store.lane(TOPIC, event.key().orElseThrow())).isEqualTo(event.lane());
        }
    }

    @Test
    void whoeverIsToBeToldIsToldOfNewEventsWhichAreThereThen() throws Exception {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        store.onNews(topic -> {
            try {
                seen.add(read(0, 100).events().size());
            } catch (TopicException e) {
                throw new AssertionError(e);
            }
        });
        append(event("a", "1"));
        await().untilAsserted(() -> assertThat(seen).containsExactly(1)); // An append may return before.
        append(event("a", "2"), event("a", "3"));
        await().untilAsserted(() -> assertThat(seen).containsExactly(1, 3));
    }

    @Test
    void manyAppendAtOnceAndNothingIsLostOrTwice() throws Exception {
        int threads = 8;
        int each = 250;
        List<Thread> all = new ArrayList<>();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        for (int t = 0; t < threads; t++) {
            String key = "t" + t;
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; i < each; i++) {
                        append(event(key, key + ":" + i, i % 5 == 0 ? "shared-" + i : null));
                    }
                } catch (TopicException | RuntimeException e) {
                    failures.add(e);
                }
            });
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        int shared = each / 5;
        int expected = threads * (each - shared) + shared;
        Batch batch = read(0, Integer.MAX_VALUE);
        assertThat(offsets(batch))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, expected).boxed().toList());
        Map<String, Integer> last = new HashMap<>();
        for (StoredEvent event : batch.events()) {
            int number = Integer.parseInt(new String(event.payload(), UTF_8).split(":")[1]);
            assertThat(last.put(event.key().orElseThrow(), number))
                    .satisfiesAnyOf(
                            before -> assertThat(before).isNull(),
                            before -> assertThat(before).isLessThan(number));
        }
    }

    @Test
    void otherLanesThanBeforeAreAnError() throws Exception {
        if (!lasts()) {
            return;
        }
        append(event("a", "1"));
        store.close();

        assertThatThrownBy(() -> opened(LANES + 1))
                .isInstanceOf(TopicException.class)
                .hasMessageContaining("lanes");
        store = opened(LANES);
        assertThat(payloads(0)).containsExactly("1");
    }

    @Test
    void everythingIsThereAgainAfterwards() throws Exception {
        if (!lasts()) {
            return;
        }
        for (int i = 0; i < 300; i++) {
            append(event("k" + i % 7, "" + i));
        }
        List<String> before = payloads(0);
        openAgain();
        assertThat(payloads(0)).isEqualTo(before);
        append(event("a", "next"));
        assertThat(offsets(read(300, 10))).containsExactly(301L);
    }
}
