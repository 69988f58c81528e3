package dev.effe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Event;
import dev.effe.Logic;
import dev.effe.server.app.Mention;
import dev.effe.server.app.Trigger;
import dev.effe.server.app.yaml.Place;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.json.Json;
import dev.effe.server.kit.Soon;
import dev.effe.server.topics.file.FileTopicStore;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicSpec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose function report has a schedule, and missed a due time: an earlier process knew the schedule. */
class SchedulesTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    /** It is due twelve hours from now, about, and was as long ago. */
    private static final String DAILY = "0 "
            + Instant.now().plus(Duration.ofHours(12)).atOffset(ZoneOffset.UTC).getHour() + " * * *";

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();

    @TempDir
    Path folder;

    private static Trigger.OfSchedule schedule(String text, String zone) {
        Place place = new Place(0, Path.of("effe.yaml"), 1, 1);
        Mention source = new Mention(text, "functions.report.triggers[0].schedule", place);
        return new Trigger.OfSchedule(source, ZoneId.of(zone), true);
    }

    /** The record of a process that saw the schedule first three days ago. */
    private void knownSince(Instant time, String name) throws Exception {
        try (FileTopicStore store = new FileTopicStore(folder, System::currentTimeMillis)) {
            store.create(List.of(new TopicSpec("schedules.known", 1, Optional.empty())));
            Map<String, String> headers = Map.of("schedule", name, "through", time.toString());
            store.append(
                    List.of(new NewEvent(
                            "schedules.known", Optional.empty(), Optional.empty(), "text/plain", headers, new byte[0])),
                    Duration.ofSeconds(60));
        }
    }

    private Server start(Trigger.OfSchedule... schedules) throws Exception {
        LoadedLogic report = LoadedLogic.of(Logic.of((request, response) -> {
            request.event().ifPresent(events::add);
            messages.add(request.text());
            response.status(broken.get() ? 422 : 200);
        }));
        TopicPlan plan = new TopicPlan(
                "shop",
                folder,
                Optional.empty(),
                List.of(new TopicSpec("placed", 4, Optional.empty())),
                Map.of("placed", 2048),
                Map.of(),
                Map.of("report", List.of()),
                Map.of("report", List.of(schedules)),
                List.of(),
                Map.of("report", 10));
        Server server = ServerStart.start(
                Settings.of("port", "0", "admin-port", "0", "drain-delay", "0s"),
                List.of(new FunctionToServe("report", Settings.of().function(), report, FunctionConfig.of(Map.of()))),
                routes -> routes.get("report"),
                new ServingLinks(null, plan),
                () -> {});
        assertThat(server.awaitReady(ServerTester.PATIENCE)).isTrue();
        return server;
    }

    private static HttpResponse<String> admin(String method, Server server, String path, String body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.adminPort().orElseThrow() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Effe-Admin", "yes")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static Map<?, ?> json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (Map<?, ?>) Json.read(answer.body().getBytes(UTF_8));
    }

    @Test
    void whatWasMissedRunsOnceAfterTheStart() throws Exception {
        Instant now = Instant.now();
        knownSince(now.minus(Duration.ofDays(3)), "report/0/" + DAILY + " UTC");
        start(schedule(DAILY, "UTC")).close();
        for (int i = 0; i < 2; i++) {
            try (Server server = start(schedule(DAILY, "UTC"))) {
                assertThat(server.port()).isPositive();
                Soon.await().until(() -> !events.isEmpty());
            }
        }

        assertThat(messages)
                .singleElement()
                .asString()
                .startsWith("{\"scheduledAt\":\"")
                .endsWith(":00:00Z\"}");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.id()).startsWith("schedule/report/0/").endsWith(":00Z");
            assertThat(event.topic()).isEqualTo("schedule.report");
            assertThat(event.key()).contains(DAILY);
            assertThat(event.attempt()).isEqualTo(1);
            assertThat(event.time()).isAfter(now.minus(1, ChronoUnit.HOURS));
        });
    }

    @Test
    void operatorsSeeWhenSchedulesAreDueAndTheirDeadEvents() throws Exception {
        broken.set(true);
        Instant now = Instant.now();
        knownSince(now.minus(Duration.ofDays(3)), "report/1/" + DAILY + " Europe/Berlin");
        try (Server server = start(schedule("30 2 29 2 *", "UTC"), schedule(DAILY, "Europe/Berlin"))) {
            Soon.await()
                    .untilAsserted(
                            () -> assertThat(admin("GET", server, "/topics", "").body())
                                    .contains("\"dead\":1"));
            Map<?, ?> page = json(admin("GET", server, "/topics", ""));
            assertThat((List<?>) page.get("topics"))
                    .extracting(each -> ((Map<?, ?>) each).get("topic"))
                    .isEqualTo(List.of("placed"));
            assertThat((List<?>) page.get("hidden"))
                    .extracting(each -> ((Map<?, ?>) each).get("topic"))
                    .isEqualTo(List.of("schedule.report"));
            assertThat((List<?>) page.get("schedules"))
                    .hasSize(2)
                    .first()
                    .satisfies(first -> assertThat((Map<?, ?>) first)
                            .hasSize(5)
                            .hasToString("{function=report, schedule=30 2 29 2 *, zone=UTC, missed=once, next="
                                    + leapDay(now) + "}"));

            broken.set(false);
            assertThat(json(admin("GET", server, "/topics/schedule.report/events", ""))
                            .toString())
                    .contains("key=" + DAILY, "payload={scheduledAt=");
            assertThat(json(admin("POST", server, "/topics/schedule.report/dead/redrive", ""))
                            .get("redriven"))
                    .isEqualTo(1);
            Soon.await().until(() -> events.size() == 2);
            assertThat(admin("POST", server, "/topics/schedule.report", "{\"payload\": 1}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(admin("GET", server, "/topics/schedules.known/events", "")
                            .statusCode())
                    .isEqualTo(404);
            Soon.await()
                    .untilAsserted(() -> assertThat(
                                    admin("GET", server, "/metrics", "").body().lines())
                            .contains(
                                    "effe_trigger_seconds_count{group=\"report\",outcome=\"dead\",topic=\"schedule.report\"} 1",
                                    "effe_trigger_lag_events{group=\"report\",topic=\"schedule.report\"} 0.0"));
        }
    }

    private static String leapDay(Instant now) {
        int year = now.atZone(ZoneId.of("UTC")).getYear();
        List<String> days = new ArrayList<>();
        for (int i = year; i < year + 9; i++) {
            if (i % 4 == 0 && (i % 100 != 0 || i % 400 == 0)) {
                days.add(i + "-02-29T02:30Z");
            }
        }
        return days.stream()
                .filter(day -> OffsetDateTime.parse(day).toInstant().isAfter(now))
                .findFirst()
                .orElseThrow();
    }
}
