package dev.effe.server.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.schedule.Schedule;
import dev.effe.server.topics.due.DueTimes;
import dev.effe.server.topics.due.PlannedSchedule;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Events of due times, on a store in memory whose clock the test turns. */
class DueTimesTest {

    private static final String REPORT = PlannedSchedule.topic("report").name();

    private final AtomicLong nowMillis = new AtomicLong();
    private final MemoryTopics shared = new MemoryTopics(nowMillis::get);
    private final MemoryTopicStore store = new MemoryTopicStore(shared, "here/1");

    private void at(String time) {
        nowMillis.set(Instant.parse(time).toEpochMilli());
    }

    private static PlannedSchedule planned(String text, boolean madeUp) {
        return new PlannedSchedule("report", 0, Schedule.of(text, ZoneOffset.UTC), madeUp);
    }

    private static PlannedSchedule planned(String text) {
        return planned(text, true);
    }

    /** A process begins. */
    private DueTimes open(TopicStore store, PlannedSchedule... schedules) throws TopicException {
        store.create(List.of(DueTimes.topic(), PlannedSchedule.topic("report"), PlannedSchedule.topic("other")));
        return DueTimes.open(store, List.of(schedules));
    }

    private void step(DueTimes process) throws TopicException {
        process.step(nowMillis.get());
    }

    private void step(DueTimes process, String time) throws TopicException {
        at(time);
        step(process);
    }

    private List<StoredEvent> events(String topic) throws TopicException {
        Map<Integer, Long> lanes = new HashMap<>();
        for (int lane = 0; lane < PlannedSchedule.topic("report").lanes(); lane++) {
            lanes.put(lane, 0L);
        }
        return store.read(topic, lanes, Integer.MAX_VALUE, Long.MAX_VALUE).events();
    }

    /** The due times that there are events of, in their order. */
    private List<String> due() throws TopicException {
        return events(REPORT).stream()
                .map(event -> event.id().orElseThrow())
                .map(id -> id.substring("schedule/report/0/2026-".length()))
                .toList();
    }

    @Test
    void aDueTimeIsAnEvent() throws Exception {
        at("2026-11-29T00:00:30Z");
        PlannedSchedule nightly =
                new PlannedSchedule("report", 1, Schedule.of("0  3 * * *", ZoneId.of("Europe/Berlin")), true);
        DueTimes process = open(store, nightly);
        assertThat(Instant.ofEpochMilli(process.step(nowMillis.get()))).isEqualTo("2026-11-29T02:00:00Z");
        step(process, "2026-11-29T01:59:59.999Z");
        assertThat(events(REPORT)).isEmpty();
        at("2026-11-29T02:00:00Z");
        assertThat(Instant.ofEpochMilli(process.step(nowMillis.get()))).isEqualTo("2026-11-30T02:00:00Z");

        assertThat(events(REPORT)).singleElement().satisfies(event -> {
            assertThat(event.id()).contains("schedule/report/1/2026-11-29T02:00Z");
            assertThat(event.key()).contains("0 3 * * *");
            assertThat(event.contentType()).isEqualTo("application/json");
            assertThat(event.headers()).containsExactly(Map.entry("Effe-Depth", "1"));
            assertThat(new String(event.payload(), UTF_8)).isEqualTo("{\"scheduledAt\":\"2026-11-29T02:00:00Z\"}");
        });
    }

    @Test
    void aScheduleThatIsNewHasMissedNothing() throws Exception {
        at("2026-11-29T10:00:00Z");
        step(open(store, planned("* * * * *")), "2026-11-29T10:00:59Z");
        assertThat(due()).isEmpty();
    }

    @Test
    void whatIsMissedWhileNoProcessRunsIsMadeUpForOnceOrNot() throws Exception {
        at("2026-11-29T10:00:30Z");
        step(open(store, planned("0 2 * * *"), planned("30 2 * * *", false), planned("* * * * *")));
        at("2026-12-02T10:00:30Z");
        DueTimes next = open(store, planned("0 2 * * *"), planned("30 2 * * *", false), planned("* * * * *"));
        step(next);
        step(next);
        assertThat(due()).containsExactlyInAnyOrder("12-02T02:00Z", "12-02T10:00Z");
        step(next, "2026-12-02T10:01:00Z");
        assertThat(due()).hasSize(3).endsWith("12-02T10:01Z");
        step(next, "2026-12-03T02:32:00Z");
        assertThat(due()).contains("12-03T02:00Z", "12-03T02:30Z");
    }

    @Test
    void aStartThatMissedNothingRepeatsNothing() throws Exception {
        at("2026-11-29T01:59:00Z");
        step(open(store, planned("0 2 * * *")), "2026-11-29T02:00:01Z");
        for (String time : List.of("29T02:00:02Z", "29T20:00:00Z", "30T01:59:59Z")) {
            at("2026-11-" + time);
            step(open(store, planned("0 2 * * *")));
        }
        assertThat(due()).containsExactly("11-29T02:00Z");
    }

    @Test
    void aDueTimeWhoseIdIsForgottenByNowIsKnownNevertheless() throws Exception {
        at("2026-01-20T00:00:00Z");
        step(open(store, planned("0 0 1 * *")), "2026-02-01T00:00:01Z");
        for (String time : List.of("2026-02-07T00:00:00Z", "2026-02-20T00:00:00Z", "2026-02-28T00:00:00Z")) {
            at(time);
            step(open(store, planned("0 0 1 * *")));
        }
        assertThat(due()).containsExactly("02-01T00:00Z");
        at("2026-05-20T00:00:00Z");
        step(open(store, planned("0 0 1 * *")));
        step(open(store, planned("0 0 1 * *")));
        assertThat(due()).containsExactly("02-01T00:00Z", "05-01T00:00Z");
        assertThat(events("schedules.known")).hasSize(3);
        at("2026-12-20T00:00:00Z"); // The record is old, and written anew.
        open(store, planned("0 0 1 * *", false));
        open(store, planned("0 0 1 * *", false));
        assertThat(events("schedules.known")).hasSize(4);
    }

    @Test
    void aClockThatLeapsLosesNothingAndALongSleepIsMadeUpForOnce() throws Exception {
        at("2026-11-29T10:00:30Z");
        DueTimes process = open(store, planned("* * * * *"));
        step(process);
        step(process, "2026-11-29T10:03:10Z");
        assertThat(due()).containsExactly("11-29T10:01Z", "11-29T10:02Z", "11-29T10:03Z");
        step(process, "2026-11-29T18:00:10Z");
        assertThat(due()).hasSize(4).endsWith("11-29T18:00Z");
        step(process, "2026-11-29T18:01:00Z");
        assertThat(due()).hasSize(5);
    }

    @Test
    void whatIsNotToBeMadeUpForIsLeftOutAfterASleepToo() throws Exception {
        at("2026-11-29T01:00:00Z");
        DueTimes process = open(store, planned("0 2 * * *", false));
        step(process, "2026-11-29T02:04:00Z"); // Late, as after a failure of the store, and not missed.
        step(process, "2026-11-30T08:00:00Z");
        assertThat(due()).containsExactly("11-29T02:00Z");
        step(process, "2026-12-01T02:00:00Z");
        assertThat(due()).containsExactly("11-29T02:00Z", "12-01T02:00Z");
    }

    @Test
    void aClockThatGoesBackDoublesNothing() throws Exception {
        at("2026-11-29T10:58:30Z");
        DueTimes process = open(store, planned("*/10 * * * *"));
        step(process, "2026-11-29T11:00:00.100Z");
        step(process, "2026-11-29T10:59:59.900Z");
        step(process, "2026-11-29T10:45:00Z");
        step(process, "2026-11-29T10:50:00Z");
        step(process, "2026-11-29T11:00:00Z");
        step(process, "2026-11-29T11:10:00Z");
        assertThat(due()).containsExactly("11-29T11:00Z", "11-29T10:50Z", "11-29T11:10Z");
    }

    @Test
    void aClockThatWasYearsAheadIsForgotten() throws Exception {
        at("2037-01-01T00:00:30Z");
        DueTimes process = open(store, planned("0 2 * * *"), planned("0 0 1 1 *"));
        step(process, "2037-01-02T02:00:00Z");
        step(process, "2026-11-29T01:00:00Z");
        step(process, "2026-11-29T02:00:00Z");
        assertThat(due()).hasSize(2).endsWith("11-29T02:00Z");
        step(open(store, planned("0 2 * * *")), "2026-11-30T02:00:00Z");
        assertThat(due()).hasSize(3).endsWith("11-30T02:00Z");
    }

    @Test
    void theStoresClockDecides() throws Exception {
        at("2026-11-29T01:00:00Z");
        DueTimes process = open(store, planned("0 2 * * *"));
        long ahead = Duration.ofHours(3).toMillis();
        assertThat(process.step(nowMillis.get() + ahead))
                .isEqualTo(Instant.parse("2026-11-29T05:00:00Z").toEpochMilli());
        at("2026-11-29T01:59:59Z");
        process.step(nowMillis.get() + ahead);
        process.step(nowMillis.get() + 2 * ahead); // Its own clock leaps.
        process.step(nowMillis.get() - ahead);
        assertThat(due()).isEmpty();
        at("2026-11-29T02:00:00Z");
        process.step(nowMillis.get() - ahead);
        assertThat(due()).containsExactly("11-29T02:00Z");
    }

    @Test
    void whatCannotBeAppendedIsAppendedLater() throws Exception {
        at("2026-11-29T01:00:00Z");
        PlannedSchedule other = new PlannedSchedule("other", 0, Schedule.of("0 2 * * *", ZoneOffset.UTC), true);
        DueTimes process = open(store, planned("0 2 * * *"), other);
        step(process);
        at("2026-11-29T02:00:00Z");
        store.failsToAppend = true;
        assertThatThrownBy(() -> step(process)).isInstanceOf(TopicException.class);
        at("2026-11-29T02:30:00Z");
        assertThatThrownBy(() -> step(process)).isInstanceOf(TopicException.class);
        assertThat(due()).isEmpty();
        store.failsToAppend = false;
        step(process);
        assertThat(due()).containsExactly("11-29T02:00Z");
        assertThat(events(PlannedSchedule.topic("other").name())).hasSize(1);
        step(process, "2026-11-30T02:00:00Z");
        assertThat(due()).containsExactly("11-29T02:00Z", "11-30T02:00Z");
    }

    @Test
    void threeProcessesMakeAThousandEventsOfAThousandDueTimes() throws Exception {
        at("2026-11-29T00:00:00Z");
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<DueTimes> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(open(new MemoryTopicStore(shared, "process/" + i), planned("* * * * *")));
        }
        Random random = new Random(7);
        try {
            for (int minute = 0; minute < 1000; minute++) {
                nowMillis.addAndGet(Duration.ofMinutes(1).toMillis());
                List<Callable<Long>> steps = new ArrayList<>();
                for (DueTimes process : processes) {
                    long own = nowMillis.get() + random.nextInt(600_000) - 300_000;
                    steps.add(() -> process.step(own));
                }
                for (Future<Long> step : threads.invokeAll(steps)) {
                    step.get();
                }
            }
        } finally {
            threads.shutdown();
        }
        assertThat(due()).hasSize(1000);
        assertThat(new HashSet<>(due())).hasSize(1000);
    }

    @Test
    void anIdleStoreIsAskedOnceAMinuteAndThousandsAreAppendedTogether() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger appends = new AtomicInteger();
        TopicStore counting = (TopicStore) Proxy.newProxyInstance(
                TopicStore.class.getClassLoader(), new Class<?>[] {TopicStore.class}, (proxy, method, arguments) -> {
                    asked.addAndGet(method.getName().equals("now") ? 1 : 0);
                    appends.addAndGet(method.getName().equals("append") ? 1 : 0);
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        at("2026-11-29T01:00:00Z");
        List<PlannedSchedule> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            all.add(new PlannedSchedule("report", i, Schedule.of("0 2 * * *", ZoneOffset.UTC), true));
        }
        DueTimes process = open(counting, all.toArray(PlannedSchedule[]::new));
        assertThat(appends).hasValue(3);
        while (nowMillis.addAndGet(1000) < Instant.parse("2026-11-29T02:00:00Z").toEpochMilli()) {
            step(process);
        }
        assertThat(asked.get()).isBetween(59, 63);
        step(process);
        assertThat(events(REPORT)).hasSize(3000);
        assertThat(appends).hasValue(9); // Three times 1,000 events, and as many records of when they were due.
    }
}
