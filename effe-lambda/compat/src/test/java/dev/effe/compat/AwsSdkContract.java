package dev.effe.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import software.amazon.awssdk.services.lambda.waiters.LambdaWaiter;

/** The contract of the AWS SDK for Java with an Effe, whatever kind of function that serves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AwsSdkContract {

    private final List<String> kind;
    private EffeServer effe;
    private LambdaClient client;
    private LambdaAsyncClient asyncClient;

    /** @param kind the flag and the class that name the function */
    AwsSdkContract(String... kind) {
        this.kind = List.of(kind);
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        effe = EffeServer.start(folder, kind, "--timeout", "6s", "--max-contexts", "2", "--max-queue", "0");
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
        URI endpoint = URI.create(effe.endpoint());
        client = LambdaClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
        asyncClient = LambdaAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterAll
    void stop() {
        client.close();
        asyncClient.close();
        effe.close();
    }

    final InvokeResponse invoke(String payload, Consumer<InvokeRequest.Builder> more) {
        InvokeRequest.Builder request =
                InvokeRequest.builder().functionName("commands").payload(SdkBytes.fromUtf8String(payload));
        more.accept(request);
        return client.invoke(request.build());
    }

    private InvokeResponse invoke(String payload) {
        return invoke(payload, request -> {});
    }

    @Test
    void invokes() {
        InvokeResponse answer = invoke("{\"a\":\"ü\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.payload().asUtf8String()).isEqualTo("{\"a\":\"ü\"}");
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
        assertThat(answer.functionError()).isNull();
        assertThat(answer.logResult()).isNull();
        assertThat(answer.responseMetadata().requestId()).hasSize(36);
    }

    @Test
    void invokesWithoutAPayload() {
        assertThat(client.invoke(r -> r.functionName("commands")).payload().asUtf8String())
                .isEqualTo("{}");
    }

    @Test
    void invokesByEveryName() {
        for (String name : List.of(
                "commands",
                "commands:prod",
                "123456789012:function:commands",
                "arn:aws:lambda:us-east-1:123456789012:function:commands",
                "arn:aws:lambda:us-east-1:123456789012:function:commands:$LATEST")) {
            assertThat(invoke("{\"list\":1}", r -> r.functionName(name))
                            .payload()
                            .asUtf8String())
                    .as(name)
                    .isEqualTo("[1,2]");
        }
        assertThat(invoke("{}", r -> r.qualifier("prod")).statusCode()).isEqualTo(200);
    }

    @Test
    void readsTheEndOfTheLog() {
        InvokeResponse answer = invoke("{}", r -> r.logType(LogType.TAIL));
        String log = new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8);
        String id = answer.responseMetadata().requestId();
        assertThat(log)
                .startsWith("START RequestId: " + id + " Version: $LATEST\n")
                .contains("Answering\n")
                .contains("END RequestId: " + id + "\nREPORT RequestId: " + id + "\tDuration: ");
    }

    @Test
    void findsAFunctionError() {
        InvokeResponse answer = invoke("{\"fail\":\"on purpose\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String())
                .startsWith("{\"errorMessage\":\"on purpose\",\"errorType\":\"java.lang.IllegalStateException\","
                        + "\"stackTrace\":[\"dev.effe.compat.Commands.answer(Commands.java:");
    }

    @Test
    void findsATimeout() {
        InvokeResponse answer = invoke("{\"hang\":1}");
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String())
                .contains("\"errorType\":\"Sandbox.Timedout\"")
                .contains("Task timed out after 6.00 seconds");
    }

    @Test
    void findsTooLargeAnAnswer() {
        assertThat(invoke("{\"large\":6291554}").payload().asByteArrayUnsafe()).hasSize(6291556);
        assertThat(invoke("{\"large\":6291555}").payload().asUtf8String())
                .contains("\"errorType\":\"Function.ResponseSizeTooLarge\"");
    }

    @Test
    void sendsEvents() throws Exception {
        InvokeResponse answer = invoke("{\"fail\":\"in the background\"}", r -> r.invocationType(InvocationType.EVENT));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.payload().asByteArrayUnsafe()).isEmpty();
        String id = answer.responseMetadata().requestId();
        Awaitility.await()
                .until(() -> effe.output().contains(id) && effe.output().contains("in the background"));
    }

    @Test
    void runsDry() {
        assertThat(invoke("{}", r -> r.invocationType(InvocationType.DRY_RUN)).statusCode())
                .isEqualTo(204);
    }

    @Test
    void getsTypedErrors() {
        assertThatThrownBy(() -> invoke("{}", r -> r.functionName("other")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "Function not found: arn:aws:lambda:us-east-1:000000000000:function:other:$LATEST");
        assertThatThrownBy(() -> invoke("{}", r -> r.qualifier("7"))).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> invoke("{}", r -> r.functionName("commands:a").qualifier("b")))
                .isInstanceOf(InvalidParameterValueException.class);
        assertThatThrownBy(() -> invoke("{not json"))
                .isInstanceOf(InvalidRequestContentException.class)
                .hasMessageContaining("Could not parse request body into json");
        assertThatThrownBy(() -> client.getFunction(r -> r.functionName("other")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Function not found: arn:aws:lambda:us-east-1:000000000000:function:other (");
        assertThatThrownBy(() -> client.listAliases(r -> r.functionName("commands")))
                .isInstanceOfSatisfying(LambdaException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(404);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
                });
    }

    @Test
    void findsTheFunctionActive() {
        try (LambdaWaiter waiter = client.waiter()) {
            for (var found : List.of(
                    waiter.waitUntilFunctionExists(r -> r.functionName("commands")),
                    waiter.waitUntilFunctionActiveV2(r -> r.functionName("commands")),
                    waiter.waitUntilFunctionUpdatedV2(r -> r.functionName("commands")))) {
                assertThat(found.matched()
                                .response()
                                .orElseThrow()
                                .configuration()
                                .functionName())
                        .isEqualTo("commands");
            }
            for (var found : List.of(
                    waiter.waitUntilFunctionActive(r -> r.functionName("commands")),
                    waiter.waitUntilFunctionUpdated(r -> r.functionName("commands")),
                    waiter.waitUntilPublishedVersionActive(r -> r.functionName("commands")))) {
                assertThat(found.matched().response().orElseThrow().state()).isEqualTo(State.ACTIVE);
            }
        }
    }

    @Test
    void describesTheFunction() throws Exception {
        FunctionConfiguration all =
                client.getFunction(r -> r.functionName("commands")).configuration();
        assertThat(all.functionArn()).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:commands");
        assertThat(all.handler()).isEqualTo(kind.get(1));
        assertThat(all.packageType()).isEqualTo(PackageType.ZIP);
        assertThat(all.timeout()).isEqualTo(6);
        assertThat(all.memorySize()).isPositive();
        assertThat(Instant.parse(all.lastModified().replace("+0000", "Z"))).isBeforeOrEqualTo(Instant.now());
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(effe.function()));
        assertThat(all.codeSha256()).isEqualTo(Base64.getEncoder().encodeToString(sha256));
        assertThat(all.codeSize()).isEqualTo(Files.size(effe.function()));
        assertThat(client.listFunctionsPaginator().functions()).containsExactly(all);
        assertThat(client.getFunctionConfiguration(r -> r.functionName("commands:prod"))
                        .functionArn())
                .endsWith(":commands:prod");
    }

    @Test
    void getsTypedErrorsForTooMuch() {
        assertThatThrownBy(() -> invoke("\"" + "x".repeat(6291455) + "\""))
                .isInstanceOf(RequestTooLargeException.class);
        assertThatThrownBy(() -> invoke("\"" + "x".repeat(1048575) + "\"", r -> r.invocationType(InvocationType.EVENT)))
                .isInstanceOf(RequestTooLargeException.class);
    }

    @Test
    void isThrottledWithATypedError() {
        List<CompletableFuture<?>> hanging = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            hanging.add(asyncClient.invoke(
                    r -> r.functionName("commands").payload(SdkBytes.fromUtf8String("{\"hang\":1}"))));
        }
        TooManyRequestsException throttled = Awaitility.await()
                .until(
                        () -> {
                            try {
                                invoke("{}");
                                return null;
                            } catch (TooManyRequestsException e) {
                                return e;
                            }
                        },
                        found -> found != null);
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.reasonAsString()).isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded");
        assertThat(throttled.retryAfterSeconds()).isEqualTo("1");
        hanging.forEach(CompletableFuture::join);
    }

    @Test
    void streams() {
        StreamSeen seen = stream("{\"a\":1}");
        assertThat(seen.payload).hasToString("{\"a\":1}");
        assertThat(seen.end.errorCode()).isNull();
        assertThat(new String(Base64.getDecoder().decode(seen.end.logResult()), StandardCharsets.UTF_8))
                .startsWith("START RequestId: ");
    }

    @Test
    void streamsMoreThanAnAnswerMayHave() {
        StreamSeen large = stream("{\"large\":9000000}");
        assertThat(large.end.errorCode()).isNull();
        assertThat(large.payload.length()).isEqualTo(9_000_002);
    }

    @Test
    void findsAFunctionErrorInAStream() {
        StreamSeen seen = stream("{\"fail\":\"streaming\"}");
        assertThat(seen.end.errorCode()).isEqualTo("java.lang.IllegalStateException");
        assertThat(seen.end.errorDetails()).contains("\"errorMessage\":\"streaming\"");
    }

    /** The bytes that a stream brought. */
    static final class StreamSeen {
        final StringBuilder payload = new StringBuilder();
        volatile InvokeWithResponseStreamCompleteEvent end;
    }

    final StreamSeen stream(String payload) {
        StreamSeen seen = new StreamSeen();
        var handler = InvokeWithResponseStreamResponseHandler.builder()
                .subscriber(InvokeWithResponseStreamResponseHandler.Visitor.builder()
                        .onPayloadChunk(
                                chunk -> seen.payload.append(chunk.payload().asUtf8String()))
                        .onInvokeComplete(end -> seen.end = end)
                        .build())
                .build();
        asyncClient
                .invokeWithResponseStream(
                        r -> r.functionName("commands").logType(LogType.TAIL).payload(SdkBytes.fromUtf8String(payload)),
                        handler)
                .join();
        return seen;
    }
}
