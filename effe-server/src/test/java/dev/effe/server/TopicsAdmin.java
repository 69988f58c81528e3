package dev.effe.server;

import dev.effe.server.TopicsCheck.LogEvent;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a process about its topic placed, by the admin port. */
final class TopicsAdmin {

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    TopicsAdmin(EffeProcess effe) {
        this(effe.adminPort());
    }

    TopicsAdmin(int port) {
        this.port = port;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(EffeProcess.PATIENCE)
                .header("Effe-Admin", "yes");
    }

    Map<?, ?> get(String path) throws IOException, InterruptedException {
        String body =
                client.send(request(path).build(), BodyHandlers.ofString()).body();
        return (Map<?, ?>) Json.read(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Posts a value as an operator does. */
    HttpResponse<String> post(String path, Map<String, Object> value) throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(value)))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Appends an event. */
    HttpResponse<String> append(Object payload) throws IOException, InterruptedException {
        return post("/topics/placed", Map.of("key", "k", "payload", payload));
    }

    /** The fields of the only group. */
    Map<?, ?> group() throws IOException, InterruptedException {
        Map<?, ?> topic = (Map<?, ?>) ((List<?>) get("/topics").get("topics")).get(0);
        return (Map<?, ?>) ((List<?>) topic.get("groups")).get(0);
    }

    /** True if nothing is left to be delivered. */
    boolean isSettled() throws IOException, InterruptedException {
        Map<?, ?> group = group();
        return group.get("lag").equals(0)
                && group.get("parked").equals(0)
                && group.get("running").equals(0);
    }

    /** All events, whose payloads are numbers. */
    List<LogEvent> log() throws IOException, InterruptedException {
        List<LogEvent> events = new ArrayList<>();
        Object from = 1;
        while (true) {
            Map<?, ?> page = get("/topics/placed/events?limit=1000&from=" + from);
            for (Object each : (List<?>) page.get("events")) {
                Map<?, ?> event = (Map<?, ?>) each;
                events.add(new LogEvent(
                        (Integer) event.get("offset"), (String) event.get("key"), (Integer) event.get("payload")));
            }
            from = page.get("next");
            if (from.equals(page.get("end"))) {
                return events;
            }
        }
    }

    /** The offsets of dead events. */
    List<Integer> dead() throws IOException, InterruptedException {
        List<Integer> offsets = new ArrayList<>();
        List<?> dead = (List<?>) get("/topics/placed/dead?limit=10000").get("dead");
        dead.forEach(event -> offsets.add((Integer) ((Map<?, ?>) event).get("offset")));
        return offsets;
    }
}
