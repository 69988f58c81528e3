package dev.effe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.Logic;
import dev.effe.StatusException;
import dev.effe.server.kit.RecordingLogic;
import dev.effe.spi.FunctionErrorException;
import dev.effe.spi.InvokeRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import software.amazon.eventstream.Message;

/** AWS Lambda's Invoke API, as it was recorded from AWS. */
class InvokeApiTest {

    @TempDir
    static Path sharedFolder;

    private static InvokeTester shared;

    @TempDir
    Path folder;

    private static final String UUID_A = "8f2d3a52-7c1e-4f0a-9d3b-0123456789ab";
    private static final String INVOKE = "/2015-03-31/functions/";

    /** Answers with what it was given. */
    public static final class Echo implements JsonLogic<Integer, @Nullable Object, @Nullable Object> {
        @Override
        public Integer start() {
            return 1;
        }

        @Override
        public @Nullable Object handle(Integer context, @Nullable Object input, Invocation call) {
            return input;
        }
    }

    @BeforeAll
    static void startShared() throws StartException {
        shared = InvokeTester.start(new Echo(), sharedFolder);
    }

    @AfterAll
    static void stopShared() {
        shared.close();
    }

    private InvokeTester serving(Logic.Handler handler, String... more) throws StartException {
        return InvokeTester.start(Logic.of(handler), folder, more);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void answersWithThePayload() throws Exception {
        HttpResponse<String> answer = shared.invoke("{\"a\":1}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"a\":1}");
        assertThat(header(answer, "X-Amz-Executed-Version")).isEqualTo("$LATEST");
        assertThat(header(answer, "x-amzn-RequestId")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(header(answer, "X-Request-Id")).isEqualTo(header(answer, "x-amzn-RequestId"));
        assertThat(header(answer, "X-Amzn-Trace-Id"))
                .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).isEmpty();
    }

    @Test
    void answersNullForNothingAndTakesNothingForAnEmptyObject() throws Exception {
        assertThat(shared.invoke("null").body()).isEqualTo("null");
        assertThat(shared.invoke("").body()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo",
                "function",
                "echo:$LATEST",
                "echo:prod",
                "echo%3Aprod",
                "000000000000:function:echo",
                "123456789012%3Aecho",
                "function:echo",
                "us-west-2:123456789012:function:echo",
                "arn:aws:lambda:us-east-1:123456789012:function:echo",
                "arn%3Aaws%3Alambda%3Aus-gov-west-1%3A123456789012%3Afunction%3Aecho%3Aprod",
                "arn:aws-cn:lambda:cn-north-1:123456789012:function:echo:$LATEST"
            })
    void knowsItsNameInEveryForm(String name) throws Exception {
        assertThat(shared.post(INVOKE + name + "/invocations", "1").body()).isEqualTo("1");
        assertThat(shared.post(INVOKE + name + "/invocations/", "1").body()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "other/invocations, 404, ResourceNotFoundException,"
                + " Function not found: arn:aws:lambda:us-east-1:000000000000:function:other:$LATEST",
        "other:prod/invocations, 404, ResourceNotFoundException,"
                + " Function not found: arn:aws:lambda:us-east-1:000000000000:function:other:prod",
        "echo:7/invocations, 404, ResourceNotFoundException,"
                + " Function not found: arn:aws:lambda:us-east-1:000000000000:function:echo:7",
        "echo/invocations?Qualifier=7, 404, ResourceNotFoundException,"
                + " Function not found: arn:aws:lambda:us-east-1:000000000000:function:echo:7",
        "echo:a/invocations?Qualifier=b, 400, InvalidParameterValueException,"
                + " The derived qualifier from the function name does not match the specified qualifier.",
        "echo/invocations?Qualifier=a%20b, 400, ValidationException, Value 'a b' at 'qualifier'",
        "e%20cho/invocations, 400, ValidationException, 1 validation error detected: Value 'e cho' at 'functionName'",
        "echo, 404, UnknownOperationException, Effe serves no such operation of the Lambda API",
        "echo/configuration, 404, UnknownOperationException, Effe serves no such operation of the Lambda API"
    })
    void refusesOtherNamesWithATypedError(String path, int status, String type, String message) throws Exception {
        HttpResponse<String> answer = shared.post(INVOKE + path, "1");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo(type);
        assertThat(header(answer, "x-amzn-RequestId")).isNotEmpty();
        assertThat(answer.body()).contains("\"Type\":\"User\"").contains(message);
        assertThat(answer.body()).contains(status == 404 && type.startsWith("Res") ? "\"Message\"" : "\"message\"");
    }

    @Test
    void takesTheLongestNameAndNoQualifierForAnEmptyOne() throws Exception {
        String arn = InvokeTester.ARN + ":" + "a".repeat(128);
        assertThat(shared.post(INVOKE + arn + "/invocations", "1").body()).isEqualTo("1");
        assertThat(shared.post(INVOKE + "echo/invocations?Qualifier=", "1").body())
                .isEqualTo("1");
        assertThat(shared.post(INVOKE + "e".repeat(257) + "/invocations", "1").statusCode())
                .isEqualTo(400);
    }

    @Test
    void takesAQualifierThatRepeatsTheName() throws Exception {
        try (InvokeTester effe = serving((request, response) -> response.text(arnOf((InvokeRequest) request)))) {
            assertThat(effe.post(INVOKE + "echo:prod/invocations?Qualifier=prod", "1")
                            .body())
                    .isEqualTo(InvokeTester.ARN + ":prod");
            assertThat(effe.post(INVOKE + "echo/invocations?Qualifier=prod", "1")
                            .body())
                    .isEqualTo(InvokeTester.ARN + ":prod");
            assertThat(effe.invoke("1").body()).isEqualTo(InvokeTester.ARN);
        }
    }

    private static String arnOf(InvokeRequest request) {
        return request.invokedFunctionArn();
    }

    @Test
    void givesTheFunctionWhatTheClientSays() throws Exception {
        try (InvokeTester effe = serving((request, response) -> {
            InvokeRequest invoke = (InvokeRequest) request;
            response.json(List.of(
                    invoke.id(),
                    invoke.clientContext().orElse(""),
                    invoke.tenantId().orElse(""),
                    invoke.traceId().orElse(""),
                    invoke.method() + invoke.path(),
                    invoke.headers().size()));
        })) {
            String id = UUID_A;
            HttpResponse<String> answer = effe.invoke(
                    "1",
                    "x-amzn-RequestId",
                    id,
                    "X-Amz-Client-Context",
                    Base64.getEncoder().encodeToString("{\"custom\":{}}".getBytes(UTF_8)),
                    "X-Amz-Tenant-Id",
                    "blue",
                    "X-Amzn-Trace-Id",
                    "Root=1-2-3;Sampled=1");

            assertThat(answer.body())
                    .isEqualTo(
                            "[\"" + id + "\",\"{\\\"custom\\\":{}}\",\"blue\",\"Root=1-2-3;Sampled=1\",\"POST/\",0]");
            assertThat(header(answer, "x-amzn-RequestId")).isEqualTo(id);
            assertThat(header(answer, "X-Request-Id")).isEqualTo(id);
            assertThat(header(answer, "X-Amzn-Trace-Id")).isEqualTo("Root=1-2-3;Sampled=1");
        }
    }

    @Test
    void anInvocationHasOneId() throws Exception {
        HttpResponse<String> own = shared.invoke("1", "X-Request-Id", "mine");
        HttpResponse<String> event = shared.invoke("1", "X-Amz-Invocation-Type", "Event", "x-amzn-RequestId", UUID_A);
        HttpResponse<String> unknown = shared.post(INVOKE + "other/invocations", "1", "x-amzn-RequestId", UUID_A);

        assertThat(header(own, "X-Request-Id"))
                .isEqualTo(header(own, "x-amzn-RequestId"))
                .hasSize(36);
        assertThat(header(event, "X-Request-Id"))
                .isEqualTo(header(event, "x-amzn-RequestId"))
                .isNotEqualTo(UUID_A);
        assertThat(header(unknown, "X-Request-Id")).isEqualTo(UUID_A);
    }

    @Test
    void refusesHeadersThatTheModelDoesNotAllow() throws Exception {
        String[][] cases = {
            {"X-Amz-Invocation-Type", "Later", "ValidationException"},
            {"X-Amz-Log-Type", "All", "ValidationException"},
            {"x-amzn-RequestId", "8f2d3a52", "InvalidRequestContentException"},
            {"X-Amz-Client-Context", "%%%", "InvalidRequestContentException"},
            {"X-Amz-Client-Context", "W10=", "InvalidRequestContentException"},
            {"X-Amz-Client-Context", "bm90IGpzb24=", "InvalidRequestContentException"},
            {"X-Amz-Client-Context", "e30=".repeat(896), "InvalidRequestContentException"},
        };
        for (String[] one : cases) {
            HttpResponse<String> answer = shared.invoke("1", one[0], one[1]);
            assertThat(answer.statusCode()).as(one[1]).isEqualTo(400);
            assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo(one[2]);
        }
    }

    @Test
    void refusesWhatIsNotJson() throws Exception {
        RecordingLogic logic = RecordingLogic.hello();
        try (InvokeTester effe = InvokeTester.start(logic, folder)) {
            effe.tester.ready();
            for (String type : List.of("RequestResponse", "Event")) {
                for (String payload : List.of("invalid", "{", "1 2", "{} x", "\"" + "x".repeat(20_000))) {
                    HttpResponse<String> answer = effe.invoke(payload, "X-Amz-Invocation-Type", type);

                    assertThat(answer.statusCode()).as(payload).isEqualTo(400);
                    assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo("InvalidRequestContentException");
                    assertThat(answer.body())
                            .contains("\"message\":\"Could not parse request body into json:"
                                    + " Could not parse payload into json: ")
                            .contains("\\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION`"
                                    + " disabled); line: 1, column: ");
                }
            }
            assertThat(logic.calls)
                    .noneMatch(call -> call.startsWith("run"))
                    .noneMatch(call -> call.startsWith("stop"));
        }
    }

    @Test
    void tellsOfAnExceptionAsLambdaDoes() throws Exception {
        try (InvokeTester effe = serving((request, response) -> {
            if (request.text().equals("0")) {
                throw new StatusException(400, "no zero");
            }
            throw new IllegalStateException(request.text().equals("1") ? null : "broken");
        })) {
            HttpResponse<String> answer = effe.invoke("2");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "X-Amz-Function-Error")).isEqualTo("Unhandled");
            assertThat(header(answer, "X-Amz-Executed-Version")).isEqualTo("$LATEST");
            assertThat(answer.body())
                    .startsWith("{\"errorMessage\":\"broken\",\"errorType\":\"java.lang.IllegalStateException\","
                            + "\"stackTrace\":[\"dev.effe.server.InvokeApiTest.")
                    .contains(",\"dev.effe.Logic$1.run(Logic.java:")
                    .doesNotContain("LoadedFunction", "Dispatcher");
            assertThat(effe.invoke("1").body()).startsWith("{\"errorMessage\":\"java.lang.IllegalStateException\",");
            assertThat(effe.invoke("0").body())
                    .isEqualTo(
                            "{\"errorMessage\":\"no zero\",\"errorType\":\"dev.effe.StatusException\",\"stackTrace\":[]}");
        }
    }

    @Test
    void passesAnAdaptersErrorOnAsItIs() throws Exception {
        try (InvokeTester effe = serving((request, response) -> {
            throw new FunctionErrorException("{\"errorType\":\"x\"}".getBytes(UTF_8), "failed", null);
        })) {
            HttpResponse<String> answer = effe.invoke("1");
            assertThat(answer.body()).isEqualTo("{\"errorType\":\"x\"}");
            assertThat(header(answer, "X-Amz-Function-Error")).isEqualTo("Unhandled");
        }
    }

    @Test
    void tellsOfATimeoutAsLambdaDoes() throws Exception {
        try (InvokeTester effe = serving((request, response) -> new CountDownLatch(1).await(), "timeout", "1s")) {
            HttpResponse<String> answer = effe.invoke("1");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "X-Amz-Function-Error")).isEqualTo("Unhandled");
            assertThat(answer.body())
                    .isEqualTo("{\"errorMessage\":\"RequestId: " + header(answer, "x-amzn-RequestId")
                            + " Error: Task timed out after 1.00 seconds\",\"errorType\":\"Sandbox.Timedout\"}");
        }
    }

    @Test
    void limitsTheAnswerTo6291556Bytes() throws Exception {
        try (InvokeTester effe = serving((request, response) -> {
            int length = Integer.parseInt(request.text());
            if (length % 2 == 0) {
                response.send(new byte[length]);
            } else {
                response.stream().write(new byte[length]);
            }
        })) {
            assertThat(effe.invoke("6291556").body()).hasSize(6291556);
            assertThat(effe.invoke("6291555").body()).hasSize(6291555);
            for (String length : List.of("6291557", "6291558")) {
                HttpResponse<String> answer = effe.invoke(length);
                assertThat(header(answer, "X-Amz-Function-Error")).isEqualTo("Unhandled");
                assertThat(answer.body())
                        .isEqualTo("{\"errorMessage\":\"Response payload size exceeded maximum allowed payload size"
                                + " (6291556 bytes).\",\"errorType\":\"Function.ResponseSizeTooLarge\"}");
            }
        }
    }

    @Test
    void limitsTheRequest() throws Exception {
        try (InvokeTester effe = InvokeTester.start(new Echo(), folder, "max-body", "7MiB")) {
            String largest = "\"" + "x".repeat(6291454) + "\"";
            assertThat(effe.invoke(largest).body()).isEqualTo(largest);
            tooLarge(effe.invoke(largest + " "), 6291456);

            String largestEvent = "\"" + "x".repeat(1048574) + "\"";
            assertThat(effe.event(largestEvent).statusCode()).isEqualTo(202);
            tooLarge(effe.event(largestEvent + " "), 1048576);
            tooLarge(effe.post("/2014-11-13/functions/echo/invoke-async/", " ".repeat(262144) + "1"), 262144);
        }
    }

    @Test
    void namesTheErrorOfABodyThatTheEdgeRefuses() throws Exception {
        String tooLarge = "\"" + "x".repeat(6291455) + "\"";
        HttpResponse<String> answer = shared.invoke(tooLarge);
        tooLarge(answer, 6291456);
        assertThat(header(answer, "x-amzn-RequestId"))
                .isEqualTo(header(answer, "X-Request-Id"))
                .isNotEmpty();
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(shared.post("/other", tooLarge).headers().firstValue("x-amzn-ErrorType"))
                .isEmpty();
    }

    private static void tooLarge(HttpResponse<String> answer, int limit) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo("RequestTooLargeException");
        assertThat(answer.body())
                .isEqualTo("{\"Type\":\"User\",\"message\":\"Request must be smaller than " + limit
                        + " bytes for the InvokeFunction operation\"}");
    }

    @Test
    void checksADryRunWithoutARun() throws Exception {
        RecordingLogic logic = RecordingLogic.hello();
        try (InvokeTester effe = InvokeTester.start(logic, folder)) {
            HttpResponse<String> answer = effe.invoke("1", "X-Amz-Invocation-Type", "DryRun");
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().firstValue("X-Amz-Executed-Version")).isEmpty();
            assertThat(effe.post(INVOKE + "other/invocations", "1", "X-Amz-Invocation-Type", "DryRun")
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(logic.calls).noneMatch(call -> call.startsWith("run"));
    }

    @Test
    void runsAsManyAtOnceAsThereAreContextsAndThrottlesTheRest() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        try (InvokeTester effe = serving(
                (request, response) -> {
                    running.countDown();
                    release.await();
                    response.text("1");
                },
                "max-contexts",
                "2",
                "max-queue",
                "0")) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                answers.add(effe.postAsync(INVOKE + "echo/invocations", "1"));
            }
            running.await();
            HttpResponse<String> refused = effe.invoke("1");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "x-amzn-ErrorType")).isEqualTo("TooManyRequestsException");
            assertThat(header(refused, "Retry-After")).isEqualTo("1");
            assertThat(refused.body())
                    .isEqualTo("{\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\",\"Type\":\"User\","
                            + "\"message\":\"Rate Exceeded.\"}");
            release.countDown();
            answers.forEach(answer -> assertThat(answer.join().body()).isEqualTo("1"));
        }
    }

    @Test
    void tellsThatNoContextCanStart() throws Exception {
        RecordingLogic logic = new RecordingLogic((request, response) -> {}) {
            @Override
            public Integer start() {
                throw new IllegalStateException("no database");
            }
        };
        try (InvokeTester effe = InvokeTester.start(logic, folder, "min-contexts", "0")) {
            HttpResponse<String> answer = effe.invoke("1");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo("ServiceException");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).doesNotContain("database");
        }
    }

    private static String logOf(HttpResponse<?> answer) {
        return new String(Base64.getDecoder().decode(header(answer, "X-Amz-Log-Result")), UTF_8);
    }

    @Test
    void givesTheEndOfTheLog() throws Exception {
        try (InvokeTester effe = serving((request, response) -> {
            for (int i = 0; i < Integer.parseInt(request.text()); i++) {
                LoggerFactory.getLogger("echo").info("line {}", i);
            }
            response.text("1");
        })) {
            assertThat(logOf(effe.invoke("0", "X-Amz-Log-Type", "Tail")))
                    .as("the first call of a context")
                    .matches("(?s).*\\nREPORT .*\\tInit Duration: \\d+\\.\\d\\d ms\\t\\n");
            assertThat(effe.invoke("1").headers().firstValue("X-Amz-Log-Result"))
                    .isEmpty();
            HttpResponse<String> answer = effe.invoke("2", "X-Amz-Log-Type", "Tail");
            String id = header(answer, "x-amzn-RequestId");
            assertThat(logOf(answer).lines())
                    .satisfiesExactly(
                            line -> assertThat(line).isEqualTo("START RequestId: " + id + " Version: $LATEST"),
                            line -> assertThat(line).contains(id).endsWith("echo - line 0"),
                            line -> assertThat(line).endsWith("echo - line 1"),
                            line -> assertThat(line).isEqualTo("END RequestId: " + id),
                            line -> assertThat(line)
                                    .matches("REPORT RequestId: " + id + "\\tDuration: \\d+\\.\\d\\d ms\\t"
                                            + "Billed Duration: \\d+ ms\\tMemory Size: \\d+ MB\\t"
                                            + "Max Memory Used: \\d+ MB\\t"));
            String long4096 = header(effe.invoke("1000", "X-Amz-Log-Type", "Tail"), "X-Amz-Log-Result");
            assertThat(Base64.getDecoder().decode(long4096)).hasSize(4096);
            assertThat(new String(Base64.getDecoder().decode(long4096), UTF_8)).contains("line 999\nEND RequestId: ");
        }
    }

    @Test
    void streamsChunksAndThenTheEnd() throws Exception {
        try (InvokeTester effe = serving((request, response) -> {
            OutputStream out = response.stream();
            out.write("one".getBytes(UTF_8));
            out.flush();
            out.write("two".getBytes(UTF_8));
        })) {
            HttpResponse<byte[]> answer = effe.stream("1", "X-Amz-Log-Type", "Tail");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Content-Type")).isEqualTo("application/vnd.amazon.eventstream");
            assertThat(header(answer, "X-Amz-Executed-Version")).isEqualTo("$LATEST");
            List<String> frames = frames(answer.body());
            assertThat(frames.subList(0, 2)).containsExactly("PayloadChunk one", "PayloadChunk two");
            assertThat(frames.get(2)).startsWith("InvokeComplete {\"LogResult\":\"");
            assertThat(frames).hasSize(3);
        }
    }

    private static List<String> frames(byte[] body) {
        List<String> frames = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(body);
        while (bytes.hasRemaining()) {
            Message frame = Message.decode(bytes);
            assertThat(frame.getHeaders().get(":message-type").getString()).isEqualTo("event");
            frames.add(frame.getHeaders().get(":event-type").getString() + " " + new String(frame.getPayload(), UTF_8));
        }
        return frames;
    }

    @Test
    void streamsWhatIsGivenWhole() throws Exception {
        assertThat(frames(shared.stream("{\"a\":1}").body()))
                .containsExactly("PayloadChunk {\"a\":1}", "InvokeComplete {}");
        assertThat(frames(shared.stream("null").body())).containsExactly("PayloadChunk null", "InvokeComplete {}");
    }

    @Test
    void saysInTheLastFrameThatAStreamFailed() throws Exception {
        try (InvokeTester effe = serving((request, response) -> {
            OutputStream out = response.stream();
            out.write("part".getBytes(UTF_8));
            out.flush();
            throw new IOException("torn");
        })) {
            List<String> frames = frames(effe.stream("1").body());
            assertThat(frames).hasSize(2);
            assertThat(frames.get(0)).isEqualTo("PayloadChunk part");
            assertThat(frames.get(1))
                    .startsWith("InvokeComplete {\"ErrorCode\":\"java.io.IOException\",\"ErrorDetails\":"
                            + "\"{\\\"errorMessage\\\":\\\"torn\\\"");
        }
    }

    @Test
    void endsAStreamAtItsDeadline() throws Exception {
        try (InvokeTester effe = serving(
                (request, response) -> {
                    OutputStream out = response.stream();
                    out.write("part".getBytes(UTF_8));
                    out.flush();
                    new CountDownLatch(1).await();
                },
                "timeout",
                "3s")) {
            List<String> frames = frames(effe.stream("1").body());
            assertThat(frames.get(0)).isEqualTo("PayloadChunk part");
            assertThat(frames.get(1)).contains("\"ErrorCode\":\"Sandbox.Timedout\"");
        }
    }

    @Test
    void refusesAStreamedEvent() throws Exception {
        HttpResponse<byte[]> answer = shared.stream("1", "X-Amz-Invocation-Type", "Event");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(shared.stream("{").statusCode()).isEqualTo(400);
    }

    @Test
    void streamsALargePayloadWhole() throws Exception {
        try (InvokeTester effe = serving((request, response) -> response.send(new byte[20_000_000]))) {
            ByteBuffer bytes = ByteBuffer.wrap(effe.stream("1").body());
            long length = 0;
            String last = "";
            while (bytes.hasRemaining()) {
                Message frame = Message.decode(bytes);
                last = frame.getHeaders().get(":event-type").getString();
                length += last.equals("PayloadChunk") ? frame.getPayload().length : 0;
            }
            assertThat(length).isEqualTo(20_000_000);
            assertThat(last).isEqualTo("InvokeComplete");
        }
    }

    @Test
    void leavesEveryOtherPathToTheFunction() throws Exception {
        try (InvokeTester effe = serving((request, response) -> response.text(request.target()))) {
            for (String path : List.of(
                    "/",
                    "/2015-03-31/function",
                    "/2015-03-31/functionsx",
                    "/2015-03-31/posts",
                    "/2015-03-3/functions/echo/invocations",
                    "/20")) {
                assertThat(effe.post(path, "").body()).isEqualTo(path);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"echo", "echo/", "function", "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Aecho"})
    void describesItsFunction(String name) throws Exception {
        HttpResponse<String> answer = shared.get(INVOKE + name);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(answer.body())
                .startsWith(
                        "{\"Configuration\":{\"FunctionName\":\"echo\",\"FunctionArn\":\"" + InvokeTester.ARN + "\",")
                .contains("\"State\":\"Active\",\"LastUpdateStatus\":\"Successful\"")
                .doesNotContain("Environment");
    }

    @Test
    void describesItsConfigurationAndListsItself() throws Exception {
        String configuration = shared.get(INVOKE + "echo/configuration").body();
        assertThat(configuration).startsWith("{\"FunctionName\":\"echo\",");
        assertThat(shared.get("/2015-03-31/functions").body()).isEqualTo("{\"Functions\":[" + configuration + "]}");
        assertThat(shared.get("/2015-03-31/functions/?MaxItems=1").body()).contains(configuration);
        assertThat(shared.get(INVOKE + "echo/configuration?Qualifier=prod").body())
                .contains("\"FunctionArn\":\"" + InvokeTester.ARN + ":prod\"");
    }

    @ParameterizedTest
    @CsvSource({
        "other, 404, ResourceNotFoundException, function:other\"",
        "other/configuration, 404, ResourceNotFoundException, function:other\"",
        "echo?Qualifier=7, 404, ResourceNotFoundException, function:echo:7\"",
        "echo:a?Qualifier=b, 400, InvalidParameterValueException, does not match the specified qualifier",
        "e%20cho, 400, ValidationException, functionName",
        "echo/concurrency, 404, UnknownOperationException, no such operation",
        "echo/a/configuration, 404, UnknownOperationException, no such operation"
    })
    void describesNoOther(String path, int status, String type, String message) throws Exception {
        HttpResponse<String> answer = shared.get(INVOKE + path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo(type);
        assertThat(answer.body()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/2015-03-31/functions",
                "/2015-03-31/functions?Marker=a",
                "/2016-08-19/account-settings/",
                "/2017-10-31/functions/echo/concurrency",
                "/2018-10-31/layers?find=LayerVersion",
                "/2025-12-01/durable-executions/a/stop"
            })
    void knowsNoOtherOperationOfTheApi(String path) throws Exception {
        HttpResponse<String> answer = shared.post(path, "1");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo("UnknownOperationException");
    }
}
