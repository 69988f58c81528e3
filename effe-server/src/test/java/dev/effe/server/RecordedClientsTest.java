package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as AWS's own clients sent them, byte for byte but for the name of the host. */
class RecordedClientsTest {

    @TempDir
    static Path folder;

    private static InvokeTester effe;

    /** Answers with what it was given. */
    public static final class Echo implements JsonLogic<Integer, Object, Object> {
        @Override
        public Integer start() {
            return 1;
        }

        @Override
        public Object handle(Integer context, Object input, Invocation call) {
            return input;
        }
    }

    @BeforeAll
    static void start() throws StartException {
        effe = InvokeTester.start(new Echo(), folder);
    }

    @AfterAll
    static void stop() {
        effe.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "boto3-1.43-arn 200 {\"a\":1}",
                "boto3-1.43-no-payload 200 {}",
                "aws-cli-1.45-event 202 ''",
                "sdk-js-3.1161 200 {\"a\":1}",
                "sdk-js-2.1693 200 {\"a\":1}",
                "sdk-js-2.1693-invoke-async 202 ''",
                "sdk-java-2.51-no-payload 200 {}"
            })
    void areAnsweredAsByAws(String recording, int status, String body) throws Exception {
        String answer = answer(request(recording));

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\r\nx-amzn-RequestId: ")
                .endsWith("\r\n\r\n" + body);
        assertThat(answer.contains("\r\nX-Amz-Executed-Version: $LATEST\r\n")).isEqualTo(status == 200);
        assertThat(answer.contains("\r\nX-Amz-Log-Result: ")).isEqualTo(recording.equals("boto3-1.43-arn"));
    }

    private static byte[] request(String recording) throws IOException {
        try (InputStream in = RecordedClientsTest.class.getResourceAsStream("clients/" + recording + ".txt")) {
            String text = new String(Objects.requireNonNull(in, recording).readAllBytes(), StandardCharsets.US_ASCII);
            int body = text.indexOf("\n\n") + 2;
            String head = text.substring(0, body).replace("\n", "\r\n");
            return (head + text.substring(body)).getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Sends it, ends the client's side and reads all that comes. */
    private static String answer(byte[] request) throws IOException {
        try (Socket socket = new Socket("localhost", effe.tester.server.port())) {
            socket.setSoTimeout((int) ServerTester.PATIENCE.toMillis());
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.US_ASCII);
        }
    }
}
