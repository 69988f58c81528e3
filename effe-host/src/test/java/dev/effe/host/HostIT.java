package dev.effe.host;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.effe.host.engine.Programs;
import dev.effe.host.kit.Handlers;
import dev.effe.host.kit.LambdaClient;
import dev.effe.host.kit.TestHosts;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host whose instances are the real effe.jar. */
@Timeout(600)
class HostIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern PID = Pattern.compile("\"pid\":([0-9]+)");
    private static final int CONNECTIONS = 64;

    @TempDir
    private Path folder;

    private Host host;
    private LambdaClient client;

    @BeforeEach
    void start() throws Exception {
        host = TestHosts.start(folder.resolve("data"));
        client = new LambdaClient(host.port());
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private Path zip(String code) {
        return Handlers.zip(folder, code);
    }

    private String invoke(String name) {
        return invoke(name, "{}").body();
    }

    private HttpResponse<String> invoke(String name, String payload) {
        HttpResponse<String> answer = client.invoke(name, payload).join();
        assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
        return answer;
    }

    private static void assertDone(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer::body).isBetween(200, 204);
    }

    private static long pid(String answer) {
        Matcher pid = PID.matcher(answer);
        assertThat(pid.find()).as(answer).isTrue();
        return Long.parseLong(pid.group(1));
    }

    @Test
    void leadsAnAliasFromVersionToVersionAndEndsWithAllProcesses() throws Exception {
        assertDone(client.create("orders", zip("one")));
        assertThat(invoke("orders")).contains("\"code\":\"one\"", "\"version\":\"$LATEST\"", "\"TABLE\":\"orders\"");
        assertDone(client.publish("orders"));
        assertDone(client.createAlias("orders", "prod", "1"));
        assertThat(invoke("orders:prod")).contains("\"code\":\"one\"", "function:orders:prod\"", "\"version\":\"1\"");

        assertDone(client.updateCode("orders", zip("two")));
        assertThat(invoke("orders")).contains("\"code\":\"two\"");
        HttpResponse<String> old = invoke("orders:prod", "{}");
        assertThat(old.body()).contains("\"code\":\"one\"");
        assertThat(old.headers().firstValue("X-Amz-Executed-Version")).contains("1");

        assertDone(client.publish("orders"));
        assertDone(client.moveAlias("orders", "prod", "2"));
        String moved = invoke("orders:prod");
        assertThat(moved).contains("\"code\":\"two\"", "\"version\":\"2\"");

        long pid = pid(moved);
        assertThat(ProcessHandle.of(pid)).isPresent();
        assertThat(host.stop()).isTrue();
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void tellsTheCallerWhoseInstanceEndsAndServesTheNext() throws Exception {
        assertDone(client.create("orders", zip("one")));
        long pid = pid(invoke("orders"));

        CompletableFuture<HttpResponse<String>> call = client.invoke("orders", "{\"sleep\": 120000}");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                client.send("GET", "/_effe/functions", "").body())
                        .contains("\"Calls\":1"));
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        HttpResponse<String> told = call.join();
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(told.body()).contains("Runtime.ExitError", "signal: killed");
        assertThat(pid(invoke("orders"))).isNotEqualTo(pid);
    }

    @Test
    void passesStreamsOnAndTellsHowTheyEnd() throws Exception {
        assertDone(client.create("orders", zip("one")));
        HttpResponse<String> whole = client.stream("orders", "{}").join();
        assertThat(whole.headers().firstValue("Content-Type")).contains("application/vnd.amazon.eventstream");
        assertThat(whole.body()).contains("PayloadChunk", "\"code\":\"one\"", "InvokeComplete");

        HttpResponse<String> ended = client.stream("orders", "{\"exit\": 3}").join();
        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(ended.headers().firstValue("Content-Type")).contains("application/vnd.amazon.eventstream");
        assertThat(ended.body())
                .doesNotContain("PayloadChunk")
                .contains("InvokeComplete", "\"ErrorCode\":\"Runtime.ExitError\"", "exit status 3");
    }

    @Test
    void sharesTheCallsOfAnAliasByItsWeights() throws Exception {
        assertDone(client.create("orders", zip("one")));
        assertDone(client.publish("orders"));
        assertDone(client.updateCode("orders", zip("two")));
        assertDone(client.publish("orders"));
        assertDone(client.send(
                "POST",
                "/2015-03-31/functions/orders/aliases",
                "{\"Name\":\"prod\",\"FunctionVersion\":\"1\",\"RoutingConfig\":"
                        + "{\"AdditionalVersionWeights\":{\"2\":0.5}}}"));
        int second = 0;
        for (int i = 0; i < 200; i++) {
            HttpResponse<String> answer = invoke("orders:prod", "{}");
            boolean isSecond = answer.body().contains("\"code\":\"two\"");
            assertThat(answer.headers().firstValue("X-Amz-Executed-Version")).contains(isSecond ? "2" : "1");
            second += isSecond ? 1 : 0;
        }
        assertThat(second).isBetween(50, 150); // A fair coin is outside once in 10^12 times.
    }

    @Test
    void runsOtherLanguages() throws Exception {
        assumeTrue(Programs.runtimes(System.getenv()).python(), "python3 is not on PATH");
        Path zip = folder.resolve("python.zip");
        Files.write(zip, TestZips.of("app.py", """
                import os
                def handler(event, context):
                    if event.get("exit"):
                        os._exit(3)
                    return {"name": event["name"], "version": context.function_version, "table": os.environ["TABLE"],
                            "memory": context.memory_limit_in_mb, "of_host": os.environ.get("HOME")}
                """));
        assertDone(client.create("greeter", "python3.12", "app.handler", zip));

        assertThat(invoke("greeter", "{\"name\": \"Ada\"}").body())
                .isEqualTo("{\"name\": \"Ada\", \"version\": \"$LATEST\", \"table\": \"orders\","
                        + " \"memory\": \"256\", \"of_host\": null}");
        HttpResponse<String> ended = invoke("greeter", "{\"exit\": 1}");
        assertThat(ended.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(ended.body()).contains("Runtime.ExitError", "exit status 3");
        assertThat(invoke("greeter", "{\"name\": \"Bob\"}").body()).contains("Bob");
    }

    @Test
    void losesNoCallBySwitches() throws Exception {
        assertDone(client.create("orders", zip("one")));
        assertDone(client.publish("orders"));
        assertDone(client.updateCode("orders", zip("two")));
        assertDone(client.publish("orders"));
        assertDone(client.createAlias("orders", "prod", "1"));
        invoke("orders:1");
        invoke("orders:2");

        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            callers.add(CompletableFuture.runAsync(
                    () -> {
                        while (!over.get()) {
                            callProd(answered, lost);
                        }
                    },
                    task -> new Thread(task).start()));
        }
        for (int i = 0; i < 20; i++) {
            int before = answered.get();
            assertDone(client.moveAlias("orders", "prod", i % 2 == 0 ? "2" : "1"));
            await().atMost(PATIENCE).until(() -> answered.get() >= before + CONNECTIONS || !lost.isEmpty());
        }
        over.set(true);
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).join();

        assertThat(lost).isEmpty();
        assertThat(answered).hasValueGreaterThan(20 * CONNECTIONS);
    }

    private void callProd(AtomicInteger answered, ConcurrentLinkedQueue<String> lost) {
        try {
            HttpResponse<String> answer = client.invoke("orders:prod", "{}").join();
            boolean good = answer.statusCode() == 200
                    && answer.headers().firstValue("X-Amz-Function-Error").isEmpty();
            if (good) {
                answered.incrementAndGet();
            } else {
                lost.add(answer.statusCode() + " " + answer.body());
            }
        } catch (RuntimeException e) {
            lost.add(e.toString());
        }
    }

    @Test
    void losesNoCallByAnUpdateOfTheCode() throws Exception {
        assertDone(client.create("orders", zip("one")));
        invoke("orders");
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(client.invoke("orders", "{\"sleep\": 1000}"));
        }
        assertDone(client.updateCode("orders", zip("two")));

        assertThat(invoke("orders")).contains("\"code\":\"two\"");
        for (CompletableFuture<HttpResponse<String>> call : calls) {
            assertThat(call.join().statusCode()).isEqualTo(200);
            assertThat(call.join().body()).contains("\"code\":");
        }
    }

    @Test
    void refusesPagesOfBrowsersAndUnsignedOperations() throws Exception {
        String functions = "/2015-03-31/functions";
        assertThat(client.sendUnsigned("POST", functions, "{}").statusCode()).isEqualTo(403);
        assertThat(client.sendUnsigned("POST", functions + "/f/invocations", "{}", "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.sendUnsigned("OPTIONS", functions, "", "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.sendUnsigned("POST", functions + "/f/invocations", "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.sendUnsigned("GET", "/_effe/readyz", "").statusCode()).isEqualTo(200);
    }

    @Test
    void tellsWhyAFunctionCannotStart() throws Exception {
        assertDone(client.create("orders", zip("one")));
        assertDone(
                client.send("PUT", "/2015-03-31/functions/orders/configuration", "{\"Handler\":\"com.acme.Absent\"}"));

        HttpResponse<String> told = invoke("orders", "{}");

        assertThat(told.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(told.body()).contains("Runtime.ExitError", "exit status 1", "com.acme.Absent");
    }
}
