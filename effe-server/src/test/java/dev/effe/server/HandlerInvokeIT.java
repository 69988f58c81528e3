package dev.effe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.aws.InvokedHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.eventstream.Message;

/** A handler in the real process, invoked by the Invoke API. */
class HandlerInvokeIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String INVOKE = "/2015-03-31/functions/f/invocations";
    private static final String STREAMED = "/2021-11-15/functions/f/response-streaming-invocations";

    @TempDir
    Path folder;

    private EffeProcess serving() throws Exception {
        return serving(command());
    }

    private EffeProcess.Command command() {
        return EffeProcess.in(folder).environment("AWS_REGION", "us-east-1");
    }

    private EffeProcess serving(EffeProcess.Command command) throws Exception {
        String function = new FunctionJar()
                .add(InvokedHandler.class)
                .folder(folder.resolve("function"))
                .toString();
        String handler = InvokedHandler.class.getName();
        return command.start(
                        "--port",
                        "0",
                        "--function",
                        function,
                        "--handler",
                        handler,
                        "--lambda-api",
                        "on",
                        "--function-name",
                        "f",
                        "--timeout",
                        "5m")
                .ready();
    }

    private static <T> HttpResponse<T> post(
            EffeProcess effe, String path, String payload, HttpResponse.BodyHandler<T> body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + path))
                .timeout(EffeProcess.PATIENCE)
                .POST(BodyPublishers.ofString("\"" + payload + "\""))
                .build();
        return CLIENT.send(request, body);
    }

    /** The next frame: its type and its payload. */
    private static String frame(InputStream in) throws IOException {
        byte[] length = in.readNBytes(4);
        ByteBuffer frame = ByteBuffer.allocate(ByteBuffer.wrap(length).getInt()).put(length);
        frame.put(in.readNBytes(frame.remaining())).flip();
        Message message = Message.decode(frame);
        return message.getHeaders().get(":event-type").getString() + " " + new String(message.getPayload(), UTF_8);
    }

    @Test
    void streamsWhatAHandlerWritesAsItIsWritten() throws Exception {
        try (EffeProcess effe = serving()) {
            Path file = folder.resolve("go");
            InputStream answer = post(effe, STREAMED, "stream " + file, BodyHandlers.ofInputStream())
                    .body();

            assertThat(frame(answer)).isEqualTo("PayloadChunk first ");
            Files.createFile(file); // Before which there can be no second part.
            assertThat(frame(answer)).isEqualTo("PayloadChunk second");
            assertThat(frame(answer)).isEqualTo("InvokeComplete {}");

            InputStream broken =
                    post(effe, STREAMED, "break", BodyHandlers.ofInputStream()).body();
            assertThat(frame(broken)).isEqualTo("PayloadChunk first ");
            assertThat(frame(broken)).startsWith("InvokeComplete {\"ErrorCode\":\"java.io.IOException\"");
        }
    }

    @Test
    void holdsNoMoreThanCanBeAnswered() throws Exception {
        try (EffeProcess effe = serving()) {
            assertThat(post(effe, INVOKE, "write 6291556", BodyHandlers.ofByteArray())
                            .body())
                    .hasSize(6291556);
            HttpResponse<String> tooLarge = post(effe, INVOKE, "write 3000000000", BodyHandlers.ofString());
            assertThat(tooLarge.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
            assertThat(tooLarge.body()).contains("Function.ResponseSizeTooLarge");

            assertThat(lastFrame(post(effe, STREAMED, "write 209715200", BodyHandlers.ofInputStream())))
                    .isEqualTo("InvokeComplete {}");
            assertThat(lastFrame(post(effe, STREAMED, "write 209715201", BodyHandlers.ofInputStream())))
                    .contains("\"ErrorCode\":\"Function.ResponseSizeTooLarge\"");
        }
    }

    private static String lastFrame(HttpResponse<InputStream> answer) throws IOException {
        String frame = "";
        while (!frame.startsWith("InvokeComplete ")) {
            frame = frame(answer.body());
        }
        return frame;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1})
    void tellsThatAHandlerEndedTheProcess(int status) throws Exception {
        try (EffeProcess effe = serving()) {
            HttpResponse<String> answer = post(effe, INVOKE, "exit " + status, BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
            String id = answer.headers().firstValue("x-amzn-RequestId").orElseThrow();
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"errorMessage\":\"RequestId: " + id + " Error: Runtime exited without providing a reason"
                                    + "\",\"errorType\":\"Runtime.ExitError\"}");
            assertThat(effe.exitCode()).isEqualTo(status & 0xff);
        }
    }

    @Test
    void theFunctionsNameIsTheSameEverywhere() throws Exception {
        String names = "f f arn:aws:lambda:us-east-1:000000000000:function:f /aws/lambda/f /aws/lambda/f true";
        try (EffeProcess effe = serving(command().environment("AWS_LAMBDA_FUNCTION_NAME", "other"))) {
            assertThat(post(effe, INVOKE, "names", BodyHandlers.ofString()).body())
                    .isEqualTo(names);
            assertThat(post(effe, INVOKE.replace("/f/", "/function/"), "names", BodyHandlers.ofString())
                            .body())
                    .isEqualTo(names);
        }
    }

    @Test
    void theVersionOfItsEnvironmentIsTheOneThatThereIs() throws Exception {
        try (EffeProcess effe = serving(command().environment("AWS_LAMBDA_FUNCTION_VERSION", "7"))) {
            for (String name : List.of("f", "f:7", "f:prod")) {
                HttpResponse<String> answer =
                        post(effe, INVOKE.replace("/f/", "/" + name + "/"), "names", BodyHandlers.ofString());
                assertThat(answer.headers().firstValue("X-Amz-Executed-Version"))
                        .contains("7");
            }
            assertThat(post(effe, INVOKE.replace("/f/", "/f:8/"), "names", BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
