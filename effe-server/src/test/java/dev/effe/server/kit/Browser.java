package dev.effe.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A page in a real browser that nobody sees, by the protocol of Chromium's developer tools. Confined to one thread. */
public final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEIGHT = 900;

    private final Process process;
    private final WebSocket tools;
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private int last;

    private Browser(Process process, URI page) {
        this.process = process;
        tools = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Answers())
                .join();
        List.of("Page.enable", "Runtime.enable", "Log.enable").forEach(method -> send(method, Map.of()));
        send("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    }

    /** @param folder for its profile */
    public static Browser open(Path folder) throws IOException, InterruptedException {
        Process process = new Chromium(folder).start("--remote-debugging-port=0", "about:blank");
        try {
            Path port = folder.resolve("profile/DevToolsActivePort");
            Soon.await()
                    .until(() -> Files.exists(port) && Files.readString(port).contains("\n"));
            return new Browser(process, page(Files.readAllLines(port).get(0)));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static URI page(String port) throws IOException, InterruptedException {
        HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        String pages =
                HttpClient.newHttpClient().send(list, BodyHandlers.ofString()).body();
        for (JsonNode each : JSON.readTree(pages)) {
            if (each.path("type").asText().equals("page")) {
                return URI.create(each.path("webSocketDebuggerUrl").asText());
            }
        }
        throw new IOException("No page among " + pages);
    }

    private final class Answers implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                try {
                    take(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    complaints.add(e.toString());
                }
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void take(JsonNode message) {
        CompletableFuture<JsonNode> waiting =
                message.has("id") ? asked.remove(message.get("id").asInt()) : null;
        if (waiting != null) {
            waiting.complete(message);
        }
        String method = message.path("method").asText();
        if (method.equals("Runtime.exceptionThrown")
                || (method.equals("Log.entryAdded")
                        && message.at("/params/entry/level").asText().equals("error"))) {
            complaints.add(message.toString());
        }
    }

    private JsonNode send(String method, Map<String, Object> parameters) {
        int id = ++last;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        try {
            String text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
            tools.sendText(text, true).join();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        JsonNode message = answer.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(message.has("error")).as("%s: %s", method, message).isFalse();
        return message.get("result");
    }

    /** The faults within the page: errors of its script, what its policy kept from it, what it could not load. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** @param scheme light or dark */
    public void look(int width, String scheme) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Goes to a page, and waits until it is there. */
    public void go(URI page) {
        send("Page.navigate", Map.of("url", page.toString()));
        Soon.await().until(() -> evaluate("document.readyState").asText().equals("complete"));
    }

    /** The value of an expression of JavaScript in the page. */
    public JsonNode evaluate(String expression) {
        JsonNode answer =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        assertThat(answer.has("exceptionDetails")).as("%s", answer).isFalse();
        return answer.at("/result/value");
    }

    /** The texts of an expression that is an array. */
    public List<String> texts(String expression) {
        List<String> texts = new ArrayList<>();
        evaluate(expression).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    public void tab() {
        key("Tab", 9, "");
    }

    public void enter() {
        key("Enter", 13, "\r");
    }

    private void key(String name, int code, String text) {
        Map<String, Object> key =
                Map.of("key", name, "code", name, "windowsVirtualKeyCode", code, "text", text, "type", "keyDown");
        send("Input.dispatchKeyEvent", key);
        send(
                "Input.dispatchKeyEvent",
                Map.of("key", name, "code", name, "windowsVirtualKeyCode", code, "type", "keyUp"));
    }

    /** Writes all of the page as a picture. */
    public void picture(Path file) throws IOException {
        String picture = send("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .get("data")
                .asText();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(picture));
    }

    @Override
    public void close() {
        tools.abort();
        // Its helpers write to the profile until they have ended, and that is deleted next.
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        all.forEach(Browser::awaitEnd);
    }

    private static void awaitEnd(ProcessHandle process) {
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
