package dev.effe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Event;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.app.Mention;
import dev.effe.server.app.Trigger;
import dev.effe.server.app.yaml.Place;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.json.Json;
import dev.effe.server.kit.Soon;
import dev.effe.server.topics.GroupName;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays of a topic that triggers report, to report, to mail, which refuses, and to plain, which has no trigger. */
class ReplayTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<Event> live = new CopyOnWriteArrayList<>();
    private final List<Event> replayed = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);

    @TempDir
    Path folder;

    private Server server;

    private static FunctionToServe function(String name, Logic.Handler handler) {
        LoadedLogic loaded = LoadedLogic.of(Logic.of(handler));
        return new FunctionToServe(name, Settings.of().function(), loaded, FunctionConfig.of(Map.of()));
    }

    private static Trigger.OfTopic trigger(String group, boolean replay) {
        Mention source = new Mention("placed", "functions." + group, new Place(0, Path.of("effe.yaml"), 1, 1));
        return new Trigger.OfTopic(source, group, "latest", true, 16, 0, Duration.ofMillis(5), replay);
    }

    @BeforeEach
    void start() throws Exception {
        TopicPlan plan = new TopicPlan(
                "shop",
                folder,
                Optional.empty(),
                List.of(new TopicSpec("placed", 4, Optional.empty()), new TopicSpec("sent", 1, Optional.empty())),
                Map.of("placed", 2048, "sent", 1024),
                Map.of(),
                Map.of("report", List.of(trigger("report", true)), "mail", List.of(trigger("mail", false))),
                Map.of(),
                List.of(new GroupName("report", "placed", "report"), new GroupName("mail", "placed", "mail")),
                Map.of("report", 50, "mail", 50, "plain", 50));
        server = ServerStart.start(
                Settings.of("port", "0", "admin-port", "0", "drain-delay", "0s"),
                List.of(
                        function("report", this::report),
                        function("mail", (request, response) -> {}),
                        function("plain", this::report)),
                routes -> routes.get("report"),
                new ServingLinks(null, plan),
                () -> {});
        assertThat(server.awaitReady(ServerTester.PATIENCE)).isTrue();
    }

    @AfterEach
    void stop() {
        go.countDown();
        server.close();
    }

    private void report(Request request, Response response) throws Exception {
        Event event = request.event().orElseThrow();
        if (event.replay().isEmpty()) {
            live.add(event);
            return;
        }
        headers.add(request.header("effe-replay").orElse("-"));
        replayed.add(event);
        if (request.text().equals("\"wait\"")) {
            go.await();
        } else if (request.text().equals("\"bad\"")) {
            throw new StatusException(422, "That is bad");
        }
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.adminPort().orElseThrow() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Effe-Admin", "yes")
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private Map<?, ?> ok(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (Map<?, ?>) Json.read(answer.body().getBytes(UTF_8));
    }

    private void append(String key, String payload) throws Exception {
        ok("POST", "/topics/placed", "{\"key\": \"" + key + "\", \"payload\": \"" + payload + "\"}");
    }

    private Map<?, ?> over(String name) {
        Soon.await().until(() -> ok("GET", "/replays/" + name, "").containsKey("ended"));
        try {
            return ok("GET", "/replays/" + name, "");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String timeOf(long offset) {
        return live.stream()
                .filter(event -> event.offset() == offset)
                .findFirst()
                .orElseThrow()
                .time()
                .toString();
    }

    private static List<Long> offsets(List<Event> events) {
        return events.stream().map(Event::offset).toList();
    }

    @Test
    void eventsAreDeliveredAgainBesideTheLiveGroupWhichIsNotDisturbed() throws Exception {
        for (int i = 1; i <= 40; i++) {
            append("k" + i % 5, i == 7 ? "bad" : "" + i);
        }
        Soon.await().untilAsserted(() -> assertThat(live).hasSize(40));
        Map<?, ?> dry = ok(
                "POST",
                "/replays",
                "{\"topic\": \"placed\", \"function\": \"report\", \"from\": 5, \"until\": \"31\", \"rate\": 1000, \"dryRun\": true}");
        assertThat(replayed).isEmpty();
        assertThat(ok("GET", "/replays", "")).isEqualTo(Map.of("replays", List.of()));
        assertThat(dry)
                .isEqualTo(Map.of(
                        "events",
                        26,
                        "first",
                        5,
                        "firstTime",
                        timeOf(5),
                        "last",
                        30,
                        "lastTime",
                        timeOf(30),
                        "keys",
                        5,
                        "allKeys",
                        true,
                        "rate",
                        1000,
                        "seconds",
                        0.1));

        Map<?, ?> begun = ok(
                "POST",
                "/replays",
                "{\"topic\": \"placed\", \"function\": \"report\", \"from\": 5, \"until\": \"31\", \"rate\": 1000, \"name\": \"bug-17\"}");
        assertThat(begun.get("events")).isEqualTo(26);
        append("k1", "41");
        Map<?, ?> over = over("bug-17");

        assertThat(over.get("state")).isEqualTo("done");
        assertThat(over.get("done")).isEqualTo(25);
        assertThat(over.get("failed")).isEqualTo(1);
        assertThat(over.get("left")).isEqualTo(0);
        assertThat(over.get("first")).isEqualTo(dry.get("first"));
        assertThat(over.get("last")).isEqualTo(dry.get("last"));
        assertThat(((List<?>) over.get("dead")))
                .singleElement()
                .satisfies(dead -> assertThat(((Map<?, ?>) dead).get("offset")).isEqualTo(7));
        assertThat(offsets(replayed))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(5, 30).boxed().toList());
        assertThat(headers).containsOnly("bug-17");
        Event seventh = replayed.stream()
                .filter(event -> event.offset() == 7)
                .findFirst()
                .orElseThrow();
        assertThat(seventh.id()).isEqualTo("shop/placed/7");
        assertThat(seventh.time()).hasToString(timeOf(7));
        Soon.await().untilAsserted(() -> assertThat(live).hasSize(41));
        assertThat(ok("GET", "/topics/placed/dead?group=report", "")).isEqualTo(Map.of("dead", List.of()));
    }

    @Test
    void byKeyAndByTimeAndToAFunctionWithoutATrigger() throws Exception {
        append("a", "1");
        append("b", "2");
        Soon.await().until(() -> live.size() == 2);
        Instant between = Instant.parse(timeOf(2)).plusMillis(1);
        Soon.await().until(() -> Instant.now().isAfter(between));
        append("a", "3");
        append("b", "4");
        append("a", "5");

        ok("POST", "/replays", "{\"topic\": \"placed\", \"function\": \"plain\", \"key\": \"a\", \"name\": \"key\"}");
        assertThat(over("key")).extracting("events", "done", "key").containsExactly(3, 3, "a");
        assertThat(offsets(replayed)).containsExactly(1L, 3L, 5L);
        replayed.clear();
        String time =
                "{\"topic\": \"placed\", \"function\": \"plain\", \"from\": \"" + between + "\", \"name\": \"time\"}";
        ok("POST", "/replays", time);
        assertThat(over("time").get("done")).isEqualTo(3);
        assertThat(offsets(replayed)).containsExactlyInAnyOrder(3L, 4L, 5L);
    }

    @Test
    void isCancelledOnceForgottenAndItsNameIsFreeThen() throws Exception {
        for (int i = 0; i < 50; i++) {
            append("same", "wait");
        }
        String asked = "{\"topic\": \"placed\", \"function\": \"plain\", \"name\": \"long\"}";
        ok("POST", "/replays", asked);
        Soon.await().until(() -> !replayed.isEmpty());
        assertThat(ok("GET", "/topics", "").toString()).contains("replays=[long]");
        Soon.await().untilAsserted(() -> assertThat(scrape()).contains("effe_replay_left 50.0"));
        assertThat(send("POST", "/replays", asked).statusCode()).isEqualTo(409);
        assertThat(send("DELETE", "/replays/long?forget=true", "").statusCode()).isEqualTo(409);
        Map<?, ?> cancelled = ok("DELETE", "/replays/long", "");

        assertThat(cancelled.get("state")).isEqualTo("cancelled");
        assertThat(cancelled.get("left")).isEqualTo(50);
        go.countDown();
        assertThat(send("DELETE", "/replays/long", "").body()).contains("is over, so there is nothing to cancel");
        Soon.await().untilAsserted(() -> assertThat(scrape()).contains("effe_replay_left 0.0"));
        assertThat(ok("DELETE", "/replays/long?forget=true", "")).isEqualTo(Map.of("forgotten", "long"));
        assertThat(send("GET", "/replays/long", "").statusCode()).isEqualTo(404);
        assertThat(replayed).hasSize(1);
        ok("POST", "/replays", asked);
        assertThat(over("long").get("done")).isEqualTo(50);
    }

    private String scrape() throws Exception {
        return send("GET", "/metrics", "").body();
    }

    @Test
    void wrongRequestsAreRefusedWithTheFix() throws Exception {
        append("a", "1");
        String asked = "{\"topic\": \"placed\", \"function\": \"report\"";
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put(
                "{\"topic\": \"plaecd\", \"function\": \"report\"}",
                "404 There is no topic plaecd: did you mean placed?");
        expected.put(
                "{\"topic\": \"placed\", \"function\": \"reprot\"}",
                "404 This process serves no function reprot: did you mean report?");
        expected.put(
                "{\"topic\": \"placed\", \"function\": \"xyz\"}",
                "404 This process serves no function xyz; it serves mail, plain, report");
        expected.put(
                "{\"topic\": \"placed\", \"function\": \"mail\"}",
                "409 mail refuses replays of placed: its trigger has replay: refuse in effe.yaml");
        expected.put(asked + ", \"rate\": 0}", "400 rate must be from 1 to 1000000, but was 0");
        expected.put(asked + ", \"rate\": 1.5}", "400 rate must be a number of events per second");
        expected.put(
                asked + ", \"name\": \"../x\"}",
                "400 name must be 1 to 63 of the characters A-Z a-z 0-9 . _ - and begin with a letter or a digit, but was '../x'");
        expected.put(
                asked + ", \"from\": \"yesterday\"}",
                "400 from must be earliest, latest or now, an offset, or an instant such as 2026-11-01T00:00Z, but was yesterday");
        expected.put(asked + ", \"from\": \"2026-13-01T00:00Z\"}", "400 from must be earliest");
        expected.put(asked + ", \"from\": \"9\", \"until\": \"8\"}", "400 from must be before until");
        expected.put(
                asked + ", \"from\": \"2026-01-01T00:00Z\", \"until\": \"2026-01-01T00:00Z\"}",
                "400 from must be before until");
        expected.put(
                asked + ", \"from\": \"5\", \"until\": \"now\"}",
                "400 from must be before until, but it is offset 5 and until is offset 2");
        expected.put(asked + ", \"key\": \"none\"}", "400 There is no such event in placed with the key none");
        expected.put("{\"topic\": \"sent\", \"function\": \"report\"}", "400 There is no such event in sent");
        expected.put(asked + ", \"form\": \"1\"}", "400 The body must be {");
        expected.put("nothing", "400 The body must be JSON");
        expected.put(asked + ", \"key\": 1}", "400 key must be text");
        expected.put("{\"topic\": \"placed\"}", "400 function must be there");
        for (Map.Entry<String, String> each : expected.entrySet()) {
            HttpResponse<String> answer = send("POST", "/replays", each.getKey());
            Map<?, ?> problem = (Map<?, ?>) Json.read(answer.body().getBytes(UTF_8));
            assertThat(answer.statusCode() + " " + problem.get("detail"))
                    .as(each.getKey())
                    .startsWith(each.getValue());
        }
        assertThat(ok("GET", "/replays", "")).isEqualTo(Map.of("replays", List.of()));
        assertThat(replayed).isEmpty();
        Map<String, Integer> others = Map.of(
                "PUT /replays",
                405,
                "POST /replays/x",
                405,
                "GET /replays/x/y",
                404,
                "GET /replays/x",
                404,
                "DELETE /replays/x",
                404,
                "DELETE /replays/x?forget=true",
                404);
        for (Map.Entry<String, Integer> each : others.entrySet()) {
            String[] parts = each.getKey().split(" ");
            assertThat(send(parts[0], parts[1], "").statusCode())
                    .as(each.getKey())
                    .isEqualTo(each.getValue());
        }
    }

    @Test
    void noMoreThanEightRunAtOnce() throws Exception {
        append("a", "wait");
        for (int i = 0; i < 8; i++) {
            ok("POST", "/replays", "{\"topic\": \"placed\", \"function\": \"plain\"}");
        }
        HttpResponse<String> ninth = send("POST", "/replays", "{\"topic\": \"placed\", \"function\": \"plain\"}");

        assertThat(ninth.statusCode()).isEqualTo(409);
        assertThat(ninth.body()).contains("8 replays run, and no more may");
        assertThat((List<?>) ok("GET", "/replays", "").get("replays")).hasSize(8);
    }
}
