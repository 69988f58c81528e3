package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.aws.TalkingHandler;
import dev.effe.server.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a handler uses to say something, in the real process. */
class CallLogIT {

    private static final List<String> WAYS = List.of(
            "LambdaLogger",
            "SLF4J",
            "System.out",
            "System.err",
            "printStackTrace",
            "java.util.logging",
            "System.Logger",
            "thread",
            "thread's System.out",
            "MDC.clear",
            "stack");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private EffeProcess serving(String... environment) throws Exception {
        return servingFor("5m", environment);
    }

    private EffeProcess servingFor(String timeout, String... environment) throws Exception {
        Path function = new FunctionJar().add(TalkingHandler.class).folder(folder.resolve("function"));
        EffeProcess.Command command = EffeProcess.in(folder).environment("AWS_REGION", "us-east-1");
        for (int i = 0; i < environment.length; i += 2) {
            command.environment(environment[i], environment[i + 1]);
        }
        String handler = TalkingHandler.class.getName();
        return command.start(
                        "--port",
                        "0",
                        "--function",
                        function.toString(),
                        "--handler",
                        handler,
                        "--lambda-api",
                        "on",
                        "--timeout",
                        "3s")
                .ready();
    }

    private HttpResponse<String> invoke(EffeProcess effe, String text) throws Exception {
        URI uri = URI.create("http://localhost:" + effe.port() + "/2015-03-31/functions/TalkingHandler/invocations");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(EffeProcess.PATIENCE)
                .header("X-Amz-Log-Type", "Tail")
                .POST(BodyPublishers.ofString("\"" + text + "\""))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String id(HttpResponse<?> answer) {
        return answer.headers().firstValue("x-amzn-RequestId").orElseThrow();
    }

    private static String tail(HttpResponse<?> answer) {
        return new String(
                Base64.getDecoder()
                        .decode(answer.headers().firstValue("X-Amz-Log-Result").orElseThrow()),
                UTF_8);
    }

    @Test
    void whateverACallSaysHasItsIdAndIsInItsTail() throws Exception {
        try (EffeProcess effe = serving()) {
            HttpResponse<String> answer = invoke(effe, "hello");
            assertThat(answer.body()).isEqualTo("\"said\"");
            String tail = tail(answer);
            for (String way : WAYS) {
                assertThat(tail).containsPattern("hello " + way + "\n");
            }
            assertThat(tail)
                    .contains("\n    \tat com.acme.aws.TalkingHandler.say(")
                    .doesNotContain("dev.effe.");

            invoke(effe, "other");
            effe.term().exitCode();
            String all = effe.output() + effe.errors();
            for (String way : WAYS) {
                assertThat(all.lines().filter(line -> line.endsWith("hello " + way)))
                        .as(way)
                        .singleElement()
                        .asString()
                        .contains("[" + id(answer) + "] ");
            }
        }
    }

    @Test
    void aThreadThatOutlivesItsCallSpeaksForNobody() throws Exception {
        try (EffeProcess effe = serving()) {
            invoke(effe, "late");
            HttpResponse<String> next = invoke(effe, "release");
            await().atMost(EffeProcess.PATIENCE).until(() -> effe.output().contains("late on"));
            assertThat(effe.output().lines().filter(line -> line.contains("late on")))
                    .containsExactly("late on a thread of an earlier call");
            assertThat(tail(next)).doesNotContain("late on");
        }
    }

    @Test
    void theTailOfAFailureHasTheHandlersFrames() throws Exception {
        try (EffeProcess effe = serving()) {
            HttpResponse<String> answer = invoke(effe, "throw");
            assertThat(answer.body())
                    .contains("\"stackTrace\":[\"com.acme.aws.TalkingHandler.handleRequest(")
                    .doesNotContain("dev.effe");
            assertThat(tail(answer))
                    .contains(
                            "java.lang.IllegalStateException: meant by the test\n    \tat com.acme.aws.TalkingHandler.")
                    .contains("Caused by: java.lang.RuntimeException: its cause")
                    .doesNotContain("dev.effe.", "Status:");
        }
    }

    @Test
    void theTailOfATimeoutSaysSo() throws Exception {
        try (EffeProcess effe = servingFor("3s")) {
            HttpResponse<String> answer = invoke(effe, "hang");
            assertThat(answer.body()).contains("Task timed out after 3.00 seconds");
            assertThat(tail(answer))
                    .containsPattern("\n\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z " + id(answer)
                            + " Task timed out after 3\\.00 seconds\n\nEND RequestId: ")
                    .containsPattern("\nREPORT .* MB\t(Init Duration: .* ms\t)?Status: timeout\n")
                    .doesNotContain("dev.effe.");
        }
    }

    @Test
    void textHasEveryLevelUnlessAwssVariableSaysLess() throws Exception {
        try (EffeProcess effe = serving()) {
            assertThat(tail(invoke(effe, "levels")))
                    .contains("TRACE [", "a line of TRACE\n", "DEBUG [", "a line of DEBUG\n", "a line of UNDEFINED\n");
        }
        try (EffeProcess effe = serving("AWS_LAMBDA_LOG_LEVEL", "WARN")) {
            assertThat(tail(invoke(effe, "levels")))
                    .contains("a line of WARN\n", "a line of FATAL\n", "a line of UNDEFINED\n")
                    .doesNotContain("a line of INFO", "a line of DEBUG");
        }
    }

    @Test
    void jsonIsAwssJson() throws Exception {
        try (EffeProcess effe = serving("AWS_LAMBDA_LOG_FORMAT", "JSON", "AWS_LAMBDA_LOG_LEVEL", "INFO")) {
            HttpResponse<String> levels = invoke(effe, "levels");
            HttpResponse<String> thrown = invoke(effe, "throw");
            effe.term().exitCode();

            String id = ",\"AWSRequestId\":\"" + id(levels) + "\"}";
            List<String> told = effe.output()
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .map(line -> line.replaceFirst("\"timestamp\":\"[-0-9:.TZ]{24}\"", "T"))
                    .toList();
            assertThat(told)
                    .contains("{T,\"message\":\"a line of INFO\",\"level\":\"INFO\"" + id)
                    .contains("{T,\"message\":\"a line of UNDEFINED\",\"level\":\"UNDEFINED\"" + id)
                    .contains("{T,\"message\":\"\\\"two\\\"\\nlines\",\"level\":\"UNDEFINED\"" + id)
                    .noneMatch(line -> line.contains("a line of DEBUG"));
            assertThat(told.get(told.size() - 1))
                    .startsWith("{T,\"message\":\"meant by the test: java.lang.IllegalStateException\\n")
                    .contains("\\tat com.acme.aws.TalkingHandler.handleRequest(TalkingHandler.java:")
                    .contains("Caused by: java.lang.RuntimeException: its cause")
                    .endsWith(",\"level\":\"ERROR\",\"AWSRequestId\":\"" + id(thrown) + "\"}")
                    .doesNotContain("dev.effe");
            assertThat(tail(thrown)).contains(",\"level\":\"ERROR\",");
            assertThat(effe.output()).doesNotContain("The function failed");
        }
    }

    @Test
    void asJsonEachLineIsARecordOfItsCall() throws Exception {
        try (EffeProcess effe = serving("EFFE_LOG_FORMAT", "json")) {
            HttpResponse<String> answer = invoke(effe, "hello");
            assertThat(tail(answer)).contains("hello java.util.logging\n", "hello System.out\n");
            effe.term().exitCode();

            List<Map<?, ?>> records = new ArrayList<>();
            (effe.output() + effe.errors())
                    .lines()
                    .forEach(line -> records.add((Map<?, ?>) Json.read(line.getBytes(UTF_8))));
            for (String way : WAYS) {
                assertThat(records.stream()
                                .filter(record ->
                                        record.get("message").toString().endsWith("hello " + way)))
                        .as(way)
                        .singleElement()
                        .satisfies(record -> {
                            assertThat(record.get("requestId")).isEqualTo(id(answer));
                            assertThat(record.get("version")).isEqualTo("$LATEST");
                            assertThat((Integer) record.get("contextId")).isPositive();
                            assertThat(record.get("time").toString()).hasSize(24);
                        });
            }
            assertThat(records.stream().filter(record -> record.containsKey("exception")))
                    .singleElement()
                    .satisfies(record -> assertThat(record.get("exception").toString())
                            .startsWith("java.lang.IllegalStateException: logged\n\tat com.acme.aws.TalkingHandler."));
            assertThat(records.stream()
                            .filter(record -> record.get("message").toString().startsWith("Serving ")))
                    .singleElement()
                    .satisfies(record -> assertThat(record.get("logger")).isEqualTo("dev.effe.server.Main"));
        }
    }

    @Test
    void autoIsJsonWhereThereIsNoTerminal() throws Exception {
        try (EffeProcess effe = serving("EFFE_LOG_FORMAT", "auto")) {
            invoke(effe, "hello");
            effe.term().exitCode();
            assertThat(effe.output().lines()).allMatch(line -> line.startsWith("{\"time\":\"20"));
        }
    }
}
