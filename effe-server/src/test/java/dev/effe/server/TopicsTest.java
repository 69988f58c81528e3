package dev.effe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Draft;
import dev.effe.Event;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.Topics;
import dev.effe.server.app.Mention;
import dev.effe.server.app.Trigger;
import dev.effe.server.app.yaml.Place;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.json.Json;
import dev.effe.server.kit.Soon;
import dev.effe.server.metrics.MetricsPage;
import dev.effe.server.topics.GroupName;
import dev.effe.spi.topics.TopicSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose function orders appends to placed, which triggers report. */
class TopicsTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private static FunctionToServe function(String name, Logic.Handler handler, String... settings) {
        LoadedLogic loaded = LoadedLogic.of(Logic.of(handler));
        return new FunctionToServe(name, Settings.of(settings).function(), loaded, FunctionConfig.of(Map.of()));
    }

    private static Trigger.OfTopic trigger(String topic, int retries) {
        Mention source =
                new Mention(topic, "functions.report.triggers[0].topic", new Place(0, Path.of("effe.yaml"), 1, 1));
        return new Trigger.OfTopic(source, "report", "latest", true, 16, retries, Duration.ofMillis(5), true);
    }

    private static Trigger.OfTopic trigger(String topic, int retries, String group) {
        Trigger.OfTopic like = trigger(topic, retries);
        return new Trigger.OfTopic(like.source(), group, "latest", true, 16, retries, Duration.ofMillis(5), true);
    }

    private Server start(int retries, FunctionToServe... functions) throws Exception {
        return start(Map.of("report", List.of(trigger("placed", retries))), functions);
    }

    private Server start(Map<String, List<Trigger.OfTopic>> triggers, FunctionToServe... functions) throws Exception {
        TopicPlan plan = new TopicPlan(
                "shop",
                folder,
                Optional.empty(),
                List.of(new TopicSpec("placed", 4, Optional.empty()), new TopicSpec("sent", 1, Optional.empty())),
                Map.of("placed", 2048, "sent", 1024),
                Map.of("orders", Set.of("placed"), "report", Set.of("placed")),
                triggers,
                Map.of(),
                groups(triggers),
                Arrays.stream(functions)
                        .collect(Collectors.toMap(
                                FunctionToServe::name,
                                function -> function.settings().contexts().maxContexts())));
        Server server = ServerStart.start(
                Settings.of("port", "0", "admin-port", "0", "drain-delay", "0s"),
                List.of(functions),
                routes -> routes.get(functions[0].name()),
                new ServingLinks(null, plan),
                () -> {});
        assertThat(server.awaitReady(ServerTester.PATIENCE)).isTrue();
        return server;
    }

    private static List<GroupName> groups(Map<String, List<Trigger.OfTopic>> triggers) {
        List<GroupName> groups = new ArrayList<>();
        triggers.forEach((function, all) -> all.forEach(trigger ->
                groups.add(new GroupName(trigger.group(), trigger.source().text(), function))));
        return groups;
    }

    private void report(Request request, Response response) {
        request.event().ifPresent(events::add);
        headers.add(request.headers());
        messages.add(request.text());
    }

    /** Appends what it is sent, as key:payload. */
    private static FunctionToServe orders() {
        return function("orders", (request, response) -> {
            String[] parts = request.text().split(":", 2);
            request.topics().append("placed", parts[0].isEmpty() ? null : parts[0], parts[1]);
            response.status(202);
        });
    }

    private static HttpResponse<String> send(String method, int port, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(Server server, String body, String... headers) throws Exception {
        return send("POST", server.port(), "/", body, headers);
    }

    private static HttpResponse<String> admin(String method, Server server, String path, String body) throws Exception {
        return send(method, server.adminPort().orElseThrow(), path, body, "Effe-Admin", "yes");
    }

    private static Map<?, ?> json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (Map<?, ?>) Json.read(answer.body().getBytes(UTF_8));
    }

    private void await(List<?> list, int size) {
        Soon.await().untilAsserted(() -> assertThat(list).hasSize(size));
    }

    @Test
    void anEventRunsTheFunctionThatItTriggersWithAllThatIsKnownOfIt() throws Exception {
        try (Server server = start(0, orders(), function("report", this::report))) {
            assertThat(post(server, "42 %\u00fc:tea", "traceparent", TRACE, "Effe-Depth", "3")
                            .statusCode())
                    .isEqualTo(202);
            await(messages, 1);

            assertThat(messages).containsExactly("\"tea\"");
            Event event = events.get(0);
            assertThat(event.id()).isEqualTo("shop/placed/1");
            assertThat(event.key()).contains("42 %\u00fc");
            assertThat(headers.get(0))
                    .containsEntry("ce-specversion", List.of("1.0"))
                    .containsEntry("ce-id", List.of("shop/placed/1"))
                    .containsEntry("ce-source", List.of("/shop/placed"))
                    .containsEntry("ce-type", List.of("placed"))
                    .containsEntry("ce-subject", List.of("42%20%25%C3%BC"))
                    .containsEntry("ce-time", List.of(event.time().toString()))
                    .containsEntry("effe-offset", List.of("1"))
                    .containsEntry("effe-attempt", List.of("1"));
            assertThat(headers.get(0).get("Effe-Depth")).containsExactly("4");
            assertThat(headers.get(0).get("Content-Type")).containsExactly("application/json");
            assertThat(headers.get(0).get("traceparent")).containsExactly(TRACE);
        }
    }

    @Test
    void noHeaderOfAClientMakesAnEvent() throws Exception {
        FunctionToServe orders = function("orders", this::report);
        try (Server server = start(0, orders, function("report", this::report))) {
            post(server, "x", "ce-id", "shop/placed/1", "ce-type", "placed", "effe-offset", "1", "effe-attempt", "1");
            await(messages, 1);

            assertThat(events).isEmpty();
        }
    }

    @Test
    void onlyDeclaredTopicsCanBeAppendedTo() throws Exception {
        FunctionToServe orders = function("orders", (request, response) -> {
            for (String topic : List.of("sent", "nothing")) {
                try {
                    request.topics().append(topic, null, "x");
                } catch (IllegalStateException e) {
                    messages.add(e.getMessage());
                }
            }
        });
        try (Server server = start(0, orders, function("report", this::report))) {
            post(server, "x");
        }
        assertThat(messages)
                .containsExactly(
                        "orders appends to sent: add it to appends in effe.yaml",
                        "orders appends to nothing: add it to appends in effe.yaml");
    }

    @Test
    void eachLimitOfAnEventCountsOnBothSides() throws Exception {
        FunctionToServe orders = function("orders", (request, response) -> {
            append(request, Draft.of(new byte[2048], "a/b"));
            append(request, Draft.of(new byte[2049], "a/b"));
            request.topics().append("placed", List.of());
            append(request, Collections.nCopies(1000, Draft.of(new byte[1], "a/b")));
            append(request, Collections.nCopies(1001, Draft.of(new byte[1], "a/b")));
        });
        try (Server server = start(0, orders, function("report", (request, response) -> {}))) {
            assertThat(post(server, "x").statusCode()).isEqualTo(200);
        }
        assertThat(messages)
                .containsExactly(
                        "appended 1",
                        "The payload of an event of placed must have at most 2048 bytes (max-event), but has 2049",
                        "appended 1000",
                        "At most 1000 events are appended at once, but these are 1001");
    }

    private void append(Request request, Draft draft) {
        append(request, List.of(draft));
    }

    private void append(Request request, List<Draft> drafts) {
        try {
            request.topics().append("placed", drafts);
            messages.add("appended " + drafts.size());
        } catch (IllegalArgumentException e) {
            messages.add(e.getMessage());
        }
    }

    @Test
    void nothingIsAppendedOnceTheRunIsOver() throws Exception {
        List<Topics> kept = new CopyOnWriteArrayList<>();
        FunctionToServe orders = function("orders", (request, response) -> kept.add(request.topics()));
        try (Server server = start(0, orders, function("report", this::report))) {
            post(server, "x");
            assertThatThrownBy(() -> kept.get(0).append("placed", null, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("run has returned");
        }
    }

    @Test
    void statusesDecideWhatBecomesOfAnEvent() throws Exception {
        FunctionToServe report = function("report", (request, response) -> {
            report(request, response);
            String status = request.json(String.class);
            if (status.equals("throw")) {
                throw new IllegalArgumentException("bad luck");
            } else if (status.startsWith("S")) {
                throw new StatusException(Integer.parseInt(status.substring(1)), "meant");
            }
            response.status(Integer.parseInt(status));
        });
        List<String> statuses = List.of("200", "302", "400", "S422", "408", "425", "429", "500", "S503", "throw");
        try (Server server = start(1, orders(), report)) {
            for (String status : statuses) {
                post(server, ":" + status);
            }
            await(messages, 4 + 2 * 6);
            Map<String, String> errors = new HashMap<>();
            Soon.await().untilAsserted(() -> {
                List<?> dead = (List<?>)
                        json(admin("GET", server, "/topics/placed/dead", "")).get("dead");
                dead.forEach(each -> errors.put(
                        statuses.get((Integer) ((Map<?, ?>) each).get("offset") - 1),
                        ((Map<?, ?>) each).get("error") + " after " + ((Map<?, ?>) each).get("attempts")));
                assertThat(errors).hasSize(8);
            });

            assertThat(errors)
                    .containsEntry("400", "It answered 400 after 1")
                    .containsEntry("S422", "It answered 422: meant after 1")
                    .containsEntry("408", "It answered 408 after 2")
                    .containsEntry("425", "It answered 425 after 2")
                    .containsEntry("429", "It answered 429 after 2")
                    .containsEntry("500", "It answered 500 after 2")
                    .containsEntry("S503", "It answered 503: meant after 2")
                    .containsEntry("throw", "java.lang.IllegalArgumentException: bad luck after 2");
        }
    }

    @Test
    void aLoopOfEventsIsCut() throws Exception {
        FunctionToServe report = function("report", (request, response) -> {
            report(request, response);
            request.topics().append("placed", "k", "again");
        });
        try (Server server = start(0, orders(), report)) {
            post(server, "k:first");
            Soon.await()
                    .untilAsserted(() -> assertThat(admin("GET", server, "/topics/placed/dead", "")
                                    .body())
                            .contains("\"error\":\"loop: "));

            assertThat(messages).hasSize(16);
        }
    }

    @Test
    void aStopLetsWhatRunsEndAndKeepsWhatWaits() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FunctionToServe slow = function("report", (request, response) -> {
            running.countDown();
            go.await();
            report(request, response);
        });
        Server server = start(0, orders(), slow);
        post(server, "k:1");
        post(server, "k:2");
        running.await();
        Thread stop = new Thread(server::stop);
        stop.start();
        Soon.await().until(() -> isClosed(server.port())); // From then on no event is begun.
        go.countDown();
        stop.join();
        assertThat(messages).containsExactly("\"1\"");

        try (Server next = start(0, orders(), function("report", this::report))) {
            assertThat(next.port()).isPositive();
            await(messages, 2);
            assertThat(messages).containsExactly("\"1\"", "\"2\"");
            assertThat(events.get(1).attempt()).isEqualTo(1);
        }
    }

    private static boolean isClosed(int port) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !client.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void twoGroupsOfATopicGetAllOfItEach() throws Exception {
        Map<String, List<Trigger.OfTopic>> triggers = Map.of(
                "report", List.of(trigger("placed", 0)),
                "orders", List.of(trigger("placed", 0, "mail")));
        FunctionToServe orders = function("orders", (request, response) -> {
            if (request.event().isPresent()) {
                report(request, response);
            } else {
                request.topics().append("placed", "k", request.text());
            }
        });
        try (Server server = start(triggers, orders, function("report", this::report))) {
            post(server, "1");
            post(server, "2");
            await(messages, 4);

            assertThat(messages).containsExactlyInAnyOrder("\"1\"", "\"1\"", "\"2\"", "\"2\"");
        }
    }

    @Test
    void anOperatorSeesAppendsReadsRedrivesAndPurges() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        FunctionToServe report = function("report", (request, response) -> {
            report(request, response);
            response.status(broken.get() ? 422 : 200);
        });
        try (Server server = start(0, orders(), report)) {
            for (String payload : List.of("{\"n\": 1}", "2", "\"three\"")) {
                String body = "{\"key\": \"k\", \"payload\": " + payload + ", \"id\": \"id " + payload.length() + "\"}";
                assertThat(json(admin("POST", server, "/topics/placed", body)).get("appended"))
                        .isEqualTo(1);
            }
            await(messages, 3);
            Map<?, ?> page = json(admin("GET", server, "/topics/placed/events?from=2&limit=1", ""));
            assertThat(page.get("next")).isEqualTo(3);
            assertThat(page.get("end")).isEqualTo(4);
            assertThat((List<?>) page.get("events")).singleElement().satisfies(event -> {
                assertThat(((Map<?, ?>) event).get("payload")).isEqualTo(2);
                assertThat(((Map<?, ?>) event).get("key")).isEqualTo("k");
                assertThat(((Map<?, ?>) event).get("id")).isEqualTo("id 1");
            });
            assertThat((List<?>) json(admin("GET", server, "/topics/placed/events?key=none", ""))
                            .get("events"))
                    .isEmpty();
            Soon.await()
                    .untilAsserted(
                            () -> assertThat(admin("GET", server, "/topics", "").body())
                                    .contains("\"dead\":3", "\"lag\":0", "\"group\":\"report\""));
            assertThat(json(admin("GET", server, "/topics/placed/dead/1", "")).get("event"))
                    .asString()
                    .contains("payload={n=1}");
            assertThat(json(admin("DELETE", server, "/topics/placed/dead/2?group=report", "")))
                    .isEqualTo(Map.of("purged", 1));
            broken.set(false);
            assertThat(json(admin("POST", server, "/topics/placed/dead/1/redrive", ""))
                            .get("redriven"))
                    .isEqualTo(1);
            assertThat(json(admin("POST", server, "/topics/placed/dead/redrive?group=report", ""))
                            .get("redriven"))
                    .isEqualTo(1);
            await(messages, 5);
            assertThat(messages.subList(3, 5)).containsExactly("{\"n\":1}", "\"three\"");
            Soon.await()
                    .untilAsserted(() -> assertThat(
                                    admin("GET", server, "/metrics", "").body().lines())
                            .contains(
                                    "effe_topic_appended_total{topic=\"placed\"} 3.0",
                                    "effe_trigger_seconds_count{group=\"report\",outcome=\"dead\",topic=\"placed\"} 3",
                                    "effe_trigger_seconds_count{group=\"report\",outcome=\"done\",topic=\"placed\"} 2",
                                    "effe_dead{group=\"report\",topic=\"placed\"} 0.0",
                                    "effe_parked{group=\"report\",topic=\"placed\"} 0.0",
                                    "effe_lanes_held{group=\"report\",topic=\"placed\"} 4.0",
                                    "effe_trigger_lag_events{group=\"report\",topic=\"placed\"} 0.0",
                                    "effe_store_errors_total 0.0"));
            MetricsPage.check(
                    "topics",
                    admin("GET", server, "/metrics", "").body(),
                    name -> name.matches("effe_(topic|trigger|dead|parked|lanes|store|replay)_?.*"));
        }
    }

    @Test
    void aDeadEventIsPurgedOnceTheEarlierOnesOfItsLaneAreOver() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        FunctionToServe report = function("report", (request, response) -> {
            if (request.text().equals("1")) {
                end.await();
            } else {
                throw new StatusException(400, "no");
            }
        });
        try (Server server = start(Map.of("report", List.of(trigger("sent", 0))), orders(), report)) {
            for (int number = 1; number <= 3; number++) {
                String body = "{\"key\": \"k" + number + "\", \"payload\": " + number + "}";
                assertThat(admin("POST", server, "/topics/sent", body).statusCode())
                        .isEqualTo(200);
            }
            Soon.await()
                    .untilAsserted(() -> assertThat((List<?>) json(admin("GET", server, "/topics/sent/dead", ""))
                                    .get("dead"))
                            .hasSize(2));

            HttpResponse<String> tooEarly = admin("DELETE", server, "/topics/sent/dead/2?group=report", "");
            assertThat(tooEarly.statusCode()).isEqualTo(409);
            assertThat(tooEarly.body()).contains("An earlier event of its lane runs or waits to run");
            Map<?, ?> none = json(admin("DELETE", server, "/topics/sent/dead?group=report", ""));
            assertThat(none.get("purged")).isEqualTo(0);
            assertThat(none.get("left")).isEqualTo(2);
            assertThat(none.get("why")).asString().contains("try again");
            assertThat(admin("DELETE", server, "/topics/sent/dead/1?group=report", "")
                            .statusCode())
                    .isEqualTo(404);

            end.countDown();
            Soon.await()
                    .untilAsserted(() -> assertThat(admin("DELETE", server, "/topics/sent/dead/2?group=report", "")
                                    .statusCode())
                            .isEqualTo(200));
            assertThat(json(admin("DELETE", server, "/topics/sent/dead?group=report", "")))
                    .isEqualTo(Map.of("purged", 1));
        }
    }

    @Test
    void badRequestsOfOperatorsAreRefused() throws Exception {
        try (Server server = start(0, orders(), function("report", this::report))) {
            Map<String, Integer> expected = new LinkedHashMap<>();
            expected.put("POST /topics/none {\"payload\": 1}", 404);
            expected.put("POST /topics/placed {}", 400);
            expected.put("POST /topics/placed []", 400);
            expected.put("POST /topics/placed {", 400);
            expected.put("POST /topics/placed {\"payload\": 1, \"kye\": \"k\"}", 400);
            expected.put("POST /topics/placed {\"payload\": 1, \"key\": 7}", 400);
            expected.put("POST /topics/placed {\"payload\": 1, \"key\": \"\\n\"}", 400);
            expected.put("POST /topics/placed {\"payload\": \"" + "x".repeat(2046) + "\"}", 200);
            expected.put("POST /topics/placed {\"payload\": \"" + "x".repeat(2047) + "\"}", 413);
            expected.put("PUT /topics/placed ", 405);
            expected.put("GET /topics/placed ", 405);
            expected.put("POST /topics ", 405);
            expected.put("GET /topics/placed/events?from=yesterday ", 400);
            expected.put("GET /topics/placed/events?limit=0 ", 400);
            expected.put("GET /topics/placed/events?limit=1001 ", 400);
            expected.put("GET /topics/placed/events/1 ", 404);
            expected.put("GET /topics/placed/dead?group=none ", 404);
            expected.put("GET /topics/placed/dead/x ", 404);
            expected.put("GET /topics/placed/dead/7 ", 404);
            expected.put("POST /topics/placed/dead/7/redrive ", 404);
            expected.put("DELETE /topics/placed/dead ", 400);
            expected.put("DELETE /topics/placed/dead?group=report ", 200);
            expected.put("GET /topics/sent/dead ", 404);
            Map<String, Integer> actual = new LinkedHashMap<>();
            for (String request : expected.keySet()) {
                String[] parts = request.split(" ", 3);
                actual.put(request, admin(parts[0], server, parts[1], parts[2]).statusCode());
            }

            assertThat(actual).isEqualTo(expected);
            int adminPort = server.adminPort().orElseThrow();
            assertThat(send("GET", adminPort, "/topics", "").statusCode()).isEqualTo(200);
            assertThat(send("GET", adminPort, "/topics/placed/events", "").statusCode())
                    .isEqualTo(403);
            assertThat(send("POST", adminPort, "/topics/placed", "{\"payload\": 1}")
                            .statusCode())
                    .isEqualTo(403);
        }
    }
}
