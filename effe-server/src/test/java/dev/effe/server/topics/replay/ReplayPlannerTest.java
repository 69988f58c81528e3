package dev.effe.server.topics.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.StatusException;
import dev.effe.server.topics.LogPlace;
import dev.effe.server.topics.Places;
import dev.effe.server.topics.ReplayTarget;
import dev.effe.server.topics.ReplayTargets;
import dev.effe.server.topics.Trigger;
import dev.effe.server.topics.TriggerResult;
import dev.effe.server.topics.TriggerRules;
import dev.effe.server.topics.file.FileTopicStore;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events that a replay is of, found in files. */
class ReplayPlannerTest {

    private static final TopicSpec PLACED = new TopicSpec("placed", 4, Optional.of(Duration.ofHours(1)));

    @TempDir
    Path folder;

    private long nowMillis = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
    private FileTopicStore store;
    private ReplayPlanner planner;

    @BeforeEach
    void open() throws TopicException {
        store = new FileTopicStore(folder, () -> nowMillis);
        store.create(List.of(PLACED));
        planner = new ReplayPlanner(store, List.of(PLACED), new Targets(), () -> nowMillis);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private record Targets() implements ReplayTargets {

        @Override
        public Set<String> functions() {
            return Set.of("report");
        }

        @Override
        public Optional<ReplayTarget> of(String function, String topic) {
            TriggerRules rules =
                    new TriggerRules("shop", topic, "report", function, true, 16, 10, Duration.ofSeconds(1), 16);
            Trigger trigger =
                    new Trigger(rules, Instant.MAX, (event, told) -> told.accept(TriggerResult.DONE), new Places(1));
            return Optional.of(new ReplayTarget(trigger, false));
        }
    }

    private void append(int count, int keys, String payload) throws TopicException {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<String> key = Optional.of("k" + i % keys);
            events.add(new NewEvent("placed", key, Optional.empty(), "a/b", Map.of(), payload.getBytes(UTF_8)));
        }
        store.append(events, Duration.ofSeconds(60));
    }

    private static ReplayRequest request(String key, String from, String until) {
        return new ReplayRequest(
                "placed",
                "report",
                Optional.ofNullable(key),
                LogPlace.of(from),
                LogPlace.of(until),
                100,
                Optional.empty());
    }

    @Test
    void aPlanHasTheNumbersOfItsDryRun() throws TopicException {
        append(100, 7, "x");
        nowMillis += 60_000;
        append(100, 7, "x");
        for (ReplayRequest each : List.of(
                request(null, "earliest", "now"),
                request("k3", "earliest", "now"),
                request("k3", "50", "120"),
                request(null, "2026-11-01T00:00:30Z", "now"),
                request(null, "2026-11-01T01:00:30+01:00", "latest"),
                request(null, "120", "121"))) {
            ReplaySurvey survey = planner.survey(each);
            ReplayPlan plan = planner.plan(each);

            assertThat(plan.events()).as(each.toString()).isEqualTo(survey.events());
            assertThat(plan.from()).as(each.toString()).isEqualTo(survey.first());
            assertThat(plan.until()).as(each.toString()).isEqualTo(survey.last());
        }
        ReplaySurvey late = planner.survey(request(null, "2026-11-01T00:00:30Z", "now"));
        assertThat(late.first()).isEqualTo(101);
        assertThat(late.firstTime()).contains(Instant.parse("2026-11-01T00:01:00Z"));
        assertThat(late.keys()).isEqualTo(7);
        assertThat(planner.survey(request("k3", "50", "120")).keys()).isEqualTo(1);
    }

    @Test
    void keysAreCountedUpToTenThousand() throws TopicException {
        for (int i = 0; i < 10; i++) {
            append(1_000, 1_000, "x");
        }
        assertThat(planner.survey(request(null, "earliest", "now")).keys()).isEqualTo(1_000);
        for (int i = 0; i < 12; i++) {
            List<NewEvent> events = new ArrayList<>();
            for (int j = 0; j < 1_000; j++) {
                Optional<String> key = Optional.of("new" + i + "-" + j);
                events.add(new NewEvent("placed", key, Optional.empty(), "a/b", Map.of(), new byte[1]));
            }
            store.append(events, Duration.ofSeconds(60));
        }

        ReplaySurvey survey = planner.survey(request(null, "earliest", "now"));
        assertThat(survey.areAllKeys()).isFalse();
        assertThat(survey.keys()).isEqualTo(10_000);
        assertThat(survey.events()).isEqualTo(22_000);
        assertThat(survey.last()).isEqualTo(22_000);
        assertThat(survey.lastTime()).isPresent();
    }

    @Test
    void aPlaceWhoseRetentionIsOverIsRefusedWithWhereTheLogBegins() throws Exception {
        append(1, 1, "x");
        nowMillis += 1_000;
        String old = Instant.ofEpochMilli(nowMillis - 500).toString();
        for (int i = 0; i < 90; i++) {
            append(1, 1, "x".repeat(1 << 20)); // So that there is a second file.
        }
        nowMillis += Duration.ofHours(2).toMillis();
        append(1, 1, "x");
        append(1, 1, "x");
        long first = store.offsetAt("placed", Instant.MIN);
        assertThat(first).isGreaterThan(2);

        for (String from : List.of("1", Long.toString(first - 1), old, "2026-10-01T00:00Z")) {
            assertThatThrownBy(() -> planner.plan(request(null, from, "now")))
                    .as(from)
                    .isInstanceOf(StatusException.class)
                    .hasMessageContaining("The log of placed begins at offset " + first + ",");
        }
        assertThat(planner.plan(request(null, "earliest", "now")).from()).isEqualTo(first);
        assertThat(planner.plan(request(null, Long.toString(first), "now")).from())
                .isEqualTo(first);
    }

    @Test
    void anInstantBeforeAllEventsIsTheFirstWhereNoneIsGone() throws TopicException {
        append(3, 3, "x");
        assertThat(planner.plan(request(null, "2020-01-01T00:00Z", "2099-01-01T00:00Z")))
                .extracting("from", "until", "events")
                .containsExactly(1L, 3L, 3L);
    }

    @Test
    void aKeyWhoseLaneTakesTooLongIsRefused() throws TopicException {
        append(1_000, 1, "x");
        append(1_000, 1, "x");
        long[] clock = {nowMillis};
        ReplayPlanner slow = new ReplayPlanner(
                store, List.of(PLACED), new Targets(), () -> clock[0] += Surveyor.PATIENCE_MILLIS + 1);

        assertThatThrownBy(() -> slow.plan(request("k0", "earliest", "now")))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("bring from and until nearer to each other");
        assertThat(slow.survey(request(null, "earliest", "now")))
                .extracting("events", "last", "areAllKeys")
                .containsExactly(2_000L, 2_000L, false);
    }
}
