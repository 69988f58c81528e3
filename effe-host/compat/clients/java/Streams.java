import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler.Visitor;

/** The SDK's client that does not block, which alone reads streams. */
final class Streams {

    private Streams() {}

    static void run() {
        try (LambdaAsyncClient aws =
                LambdaAsyncClient.builder().endpointOverride(SdkJava.ENDPOINT).build()) {
            Steps.step("invokeWithResponseStream", () -> streamed(aws, "{}"), List.of("\"two none\"", "null"));
            Steps.step("a stream of an error", () -> streamed(aws, "{\"fail\": 1}").get(1), "java.lang.IllegalStateException");
        }
    }

    /** The payload, and the error's code at the end. */
    private static List<String> streamed(LambdaAsyncClient aws, String event) throws Exception {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        List<String> ends = new CopyOnWriteArrayList<>();
        Visitor visitor = Visitor.builder()
                .onPayloadChunk(part -> payload.writeBytes(part.payload().asByteArray()))
                .onInvokeComplete(end -> ends.add(String.valueOf(end.errorCode())))
                .build();
        aws.invokeWithResponseStream(
                        r -> r.functionName(SdkJava.NAME).payload(SdkBytes.fromUtf8String(event)),
                        InvokeWithResponseStreamResponseHandler.builder().subscriber(visitor).build())
                .get(60, TimeUnit.SECONDS);
        return List.of(payload.toString(), String.join(" ", ends));
    }
}
