package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that come encoded, over HTTP/1.1. */
class DecompressTest {

    private static final int MAX_BODY = 100_000;

    private static TestServer on;
    private static TestServer off;

    @BeforeAll
    static void start() throws Exception {
        on = TestServer.serving(DecompressTest::echo, "decompress", "on", "max-body", "" + MAX_BODY);
        off = TestServer.serving(DecompressTest::echo);
    }

    @AfterAll
    static void stop() throws Exception {
        on.close();
        off.close();
    }

    private static void echo(Request request, Response response) {
        if (request.path().equals("/json")) {
            response.json(request.json(Map.class));
        } else if (request.path().equals("/form")) {
            response.json(request.form().fields());
        } else {
            response.header("X-Encoding", request.headers().getOrDefault("Content-Encoding", List.of()) + "")
                    .header("X-Length", request.header("Content-Length").orElse("none"))
                    .send(request.bytes());
        }
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] plain, boolean raw) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, new Deflater(9, raw))) {
            deflate.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(all).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static HttpAnswer post(TestServer edge, String target, byte[] body, String... headers) throws IOException {
        String head = TestServer.request("POST", target, headers);
        head = head.substring(0, head.length() - 2) + "Content-Length: " + body.length + "\r\n\r\n";
        try (RawClient client = new RawClient(edge.port())) {
            HttpAnswer answer = client.send(bytes(head))
                    .send(body)
                    .send(TestServer.get("/next"))
                    .read();
            assertThat(client.read().status()).as("of the next request").isEqualTo(200);
            return answer;
        }
    }

    private static HttpAnswer post(byte[] body, String encoding) throws IOException {
        return post(on, "/", body, "Content-Encoding: " + encoding);
    }

    private static int status(byte[] body, String encoding) throws IOException {
        return post(body, encoding).status();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 65_536, MAX_BODY})
    void theFunctionSeesABodyThatWasNeverEncoded(int size) throws Exception {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        Arrays.fill(plain, 0, size / 2, (byte) 'x');
        HttpAnswer answer = post(gzip(plain), "gzip");
        assertThat(answer.body()).isEqualTo(plain);
        assertThat(answer.header("X-Encoding")).isEqualTo("[]");
        assertThat(answer.header("X-Length")).isEqualTo("" + size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip", "gzip, identity", "identity,gzip,"})
    void knowsGzipByEveryName(String encoding) throws Exception {
        assertThat(post(gzip(bytes("hello")), encoding).text()).isEqualTo("hello");
    }

    @Test
    void knowsDeflateWithItsHeadAndWithout() throws Exception {
        for (String text : List.of("", "x", "hello hello hello", "y".repeat(50_000))) {
            assertThat(post(deflate(bytes(text), false), "deflate").text()).isEqualTo(text);
            assertThat(post(deflate(bytes(text), true), "deflate").text()).isEqualTo(text);
        }
    }

    @Test
    void decodesSeveralInReverseOrder() throws Exception {
        byte[] twice = deflate(gzip(bytes("hello")), false);
        assertThat(post(twice, "gzip, deflate").text()).isEqualTo("hello");
        assertThat(post(on, "/", twice, "Content-Encoding: gzip", "Content-Encoding: deflate")
                        .text())
                .isEqualTo("hello");
        assertThat(post(gzip(gzip(gzip(bytes("hello")))), "gzip, gzip, gzip").text())
                .isEqualTo("hello");
        assertThat(status(twice, "deflate, gzip")).isEqualTo(400);
    }

    @Test
    void aFileMayHaveSeveralMembers() throws Exception {
        assertThat(post(joined(gzip(bytes("a")), gzip(bytes("")), gzip(bytes("b"))), "gzip")
                        .text())
                .isEqualTo("ab");
    }

    @Test
    void aMemberMayHaveEveryField() throws Exception {
        byte[] plain = gzip(bytes("hello"));
        byte[] head = {0x1f, (byte) 0x8b, 8, 1 | 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3};
        byte[] fields = joined(head, new byte[] {2, 0, 9, 9}, bytes("a.txt\0"), bytes("comment\0"));
        CRC32 crc = new CRC32();
        crc.update(fields);
        byte[] checksum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
        byte[] whole = joined(fields, checksum, rest);
        assertThat(post(whole, "gzip").text()).isEqualTo("hello");
        whole[fields.length] ^= 1;
        assertThat(status(whole, "gzip")).isEqualTo(400);
        for (int end = 1; end < fields.length + 2; end++) {
            assertThat(status(Arrays.copyOf(whole, end), "gzip"))
                    .as("cut at " + end)
                    .isEqualTo(400);
        }
    }

    @Test
    void oneThatIsCutAnywhereIs400() throws Exception {
        for (String encoding : List.of("gzip", "deflate")) {
            byte[] whole = encoding.equals("gzip") ? gzip(bytes("hello hello")) : deflate(bytes("hello hello"), false);
            for (int end = 1; end < whole.length; end++) {
                HttpAnswer answer = post(Arrays.copyOf(whole, end), encoding);
                assertThat(answer.status()).as("cut at " + end).isEqualTo(400);
                assertThat(answer.text()).contains("The body is not " + encoding + ", or it is cut");
            }
        }
    }

    @Test
    void oneWithAnotherByteAnywhereIsNoOtherBody() throws Exception {
        byte[] whole = gzip(bytes("hello hello"));
        for (int at = 0; at < whole.length; at++) {
            byte[] other = whole.clone();
            other[at] ^= 0x55;
            HttpAnswer answer = post(other, "gzip");
            boolean ignored = at >= 4 && at < 10; // The time, the level and the system.
            assertThat(answer.status()).as("changed at " + at).isEqualTo(ignored ? 200 : 400);
        }
    }

    @Test
    void somethingBehindItIs400() throws Exception {
        assertThat(status(joined(gzip(bytes("a")), bytes("x")), "gzip")).isEqualTo(400);
        assertThat(status(joined(gzip(bytes("a")), new byte[1]), "gzip")).isEqualTo(400);
        assertThat(status(joined(deflate(bytes("a"), false), bytes("x")), "deflate"))
                .isEqualTo(400);
        assertThat(status(bytes("plain"), "gzip")).isEqualTo(400);
    }

    @Test
    void oneThatGrowsBeyondMaxBodyIs413() throws Exception {
        HttpAnswer answer = post(gzip(new byte[MAX_BODY + 1]), "gzip");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("max-body allows " + MAX_BODY + " bytes");
        assertThat(status(gzip(new byte[100_000_000]), "gzip")).isEqualTo(413);
        assertThat(status(gzip(gzip(new byte[50_000_000])), "gzip, gzip")).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "compress", "gzip, br", "gzip;q=1", "gzip gzip", "gzip,gzip,gzip,gzip"})
    void othersAre415AndSayWhatIsKnown(String encoding) throws Exception {
        HttpAnswer answer = post(gzip(bytes("a")), encoding);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip, deflate");
    }

    @Test
    void whatHasNoBodyIsLeftAlone() throws Exception {
        assertThat(on.fetch("/", "Content-Encoding: br").status()).isEqualTo(200);
        assertThat(post(bytes("plain"), "identity").text()).isEqualTo("plain");
    }

    @Test
    void aChunkedOneIsDecodedToo() throws Exception {
        byte[] whole = gzip(bytes("hello hello"));
        String head = TestServer.request("POST", "/", "Content-Encoding: gzip", "Transfer-Encoding: chunked");
        RawClient client = on.client().send(head);
        for (byte b : whole) {
            client.send("1\r\n").send(new byte[] {b}).send("\r\n");
        }
        HttpAnswer answer = client.send("0\r\n\r\n").read();
        assertThat(answer.text()).isEqualTo("hello hello");
        assertThat(answer.header("X-Length")).isEqualTo("none");
    }

    @Test
    void jsonAndFormsAreReadFromIt() throws Exception {
        assertThat(post(on, "/json", gzip(bytes("{\"a\":1}")), "Content-Encoding: gzip")
                        .text())
                .isEqualTo("{\"a\":1}");
        assertThat(post(
                                on,
                                "/form",
                                gzip(bytes("a=1")),
                                "Content-Encoding: gzip",
                                "Content-Type: application/x-www-form-urlencoded")
                        .text())
                .isEqualTo("{\"a\":[\"1\"]}");
    }

    @ParameterizedTest
    @CsvSource({"/json, 415", "/form, 415", "/, 200"})
    void offItIsTheFunctionsOwnAffair(String target, int status) throws Exception {
        byte[] whole = gzip(bytes("a=1"));
        HttpAnswer answer = post(off, target, whole, "Content-Encoding: gzip", "Content-Type: application/json");
        assertThat(answer.status()).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.body()).isEqualTo(whole);
            assertThat(answer.header("X-Encoding")).isEqualTo("[gzip]");
            assertThat(answer.header("X-Length")).isEqualTo("" + whole.length);
        }
    }
}
