package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.kit.Http2Client;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Encoded bodies and answers, and HEAD, over HTTP/2. */
class Http2CodingTest {

    private static final String TEXT = "line of text\n".repeat(1000);

    private static void answer(Request request, Response response) throws IOException {
        switch (request.path()) {
            case "/text" -> response.text(TEXT);
            case "/stream" ->
                response.header("Content-Type", "text/css").stream().write(TEXT.getBytes(StandardCharsets.UTF_8));
            case "/cookies" -> response.text(request.cookies() + "");
            default -> response.text(request.text() + request.header("Content-Encoding"));
        }
    }

    private static EdgeServer server() throws Exception {
        return new EdgeServer(
                Logic.of(Http2CodingTest::answer), "compress", "on", "decompress", "on", "max-body", "9000");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static Http2Client.Answer get(Http2Client client, String method, String path) throws IOException {
        int stream = client.newStream();
        client.headers(stream, true, Http2Client.request(method, path, "accept-encoding", "gzip"));
        client.flush();
        return client.answer(stream);
    }

    private static Http2Client.Answer post(Http2Client client, byte[] body, String... headers) throws IOException {
        int stream = client.newStream();
        client.headers(stream, false, Http2Client.request("POST", "/echo", headers));
        client.data(stream, body, true);
        client.flush();
        return client.answer(stream);
    }

    @Test
    void answersAreCompressedAndAHeadHasTheSameHeaders() throws Exception {
        try (EdgeServer server = server();
                Http2Client client = new Http2Client(server.connect()).greet()) {
            for (String path : new String[] {"/text", "/stream"}) {
                Http2Client.Answer answer = get(client, "GET", path);
                assertThat(answer.headers)
                        .containsEntry("content-encoding", "gzip")
                        .containsEntry("vary", "Accept-Encoding");
                byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.body.toByteArray())).readAllBytes();
                assertThat(plain).asString(StandardCharsets.UTF_8).isEqualTo(TEXT);

                Http2Client.Answer head = get(client, "HEAD", path);
                assertThat(head.body.size()).isZero();
                assertThat(head.ended).isTrue();
                assertThat(head.headers.get("content-length")).isEqualTo(answer.headers.get("content-length"));
                assertThat(head.headers).containsEntry("content-encoding", "gzip");
            }
        }
    }

    @Test
    void bodiesAreDecodedWithinMaxBody() throws Exception {
        try (EdgeServer server = server();
                Http2Client client = new Http2Client(server.connect()).greet()) {
            byte[] gzip = gzip("hello".getBytes(StandardCharsets.UTF_8));
            String length = Integer.toString(gzip.length);
            assertThat(post(client, gzip, "content-encoding", "gzip", "content-length", length)
                            .text())
                    .isEqualTo("helloOptional.empty");
            assertThat(post(client, gzip, "content-encoding", "gzip").text()).isEqualTo("helloOptional.empty");
            assertThat(post(client, gzip(new byte[9001]), "content-encoding", "gzip").status)
                    .isEqualTo(413);
            assertThat(post(client, new byte[20], "content-encoding", "gzip").status)
                    .isEqualTo(400);
            assertThat(post(client, gzip, "content-encoding", "br").headers)
                    .containsEntry("accept-encoding", "gzip, deflate");
        }
    }

    @Test
    void cookiesComeInOneHeaderOrInMany() throws Exception {
        try (EdgeServer server = server();
                Http2Client client = new Http2Client(server.connect()).greet()) {
            int stream = client.newStream();
            client.headers(stream, true, Http2Client.request("GET", "/cookies", "cookie", "a=1; b=2", "cookie", "a=3"));
            client.flush();
            assertThat(client.answer(stream).text()).isEqualTo("{a=[1, 3], b=[2]}");
        }
    }
}
