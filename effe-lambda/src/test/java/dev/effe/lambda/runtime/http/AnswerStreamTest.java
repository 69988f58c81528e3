package dev.effe.lambda.runtime.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.FunctionUrlCall;
import dev.effe.spi.HttpEvents.Shape;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of handlers, whole and streamed. */
class AnswerStreamTest {

    private static final String NULS = "\0".repeat(8);
    private static final String PRELUDE =
            "{\"statusCode\":201,\"headers\":{\"X-A\":\"b\"},\"cookies\":[\"c=1\",\"d=2\"]}" + NULS;

    private final RecordedAnswer response = new RecordedAnswer();
    private final AnswerStream stream = stream(Shape.V2);

    private AnswerStream stream(Shape shape) {
        return stream(shape, new FakeHttp("GET", "/"));
    }

    private AnswerStream stream(Shape shape, FakeHttp request) {
        return new AnswerStream(
                EventShape.of(shape, new FrontDoor("f", "us-east-1", "000000000000")),
                new HttpCall(request, false, Instant.EPOCH),
                response);
    }

    /** The answer to a request by a function's URL that streams. */
    private AnswerStream byUrl() {
        return stream(Shape.V2, new FakeHttp("GET", "/").byUrl(new FunctionUrlCall(true, Optional.empty())));
    }

    private void write(String text) throws IOException {
        stream.write(text.getBytes(ISO_8859_1));
    }

    @Test
    void holdsAnAnswerBackUntilItIsWhole() throws Exception {
        write("{\"statusCode\":404,");
        stream.flush();
        write("\"body\":\"no\"}");
        stream.close();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.sent).isNull();

        stream.finish();

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.isStream).isFalse();
        assertThat(response.body()).isEqualTo("no");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 1000})
    void takesThePreludeApartHoweverItIsCut(int size) throws Exception {
        byte[] all = (PRELUDE + "body with \0\0\0\0\0\0\0\0 inside").getBytes(ISO_8859_1);
        for (int i = 0; i < all.length; i += size) {
            stream.write(all, i, Math.min(size, all.length - i));
        }
        stream.finish();

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers)
                .containsExactly(
                        "Content-Type: application/octet-stream", "Set-Cookie: c=1", "Set-Cookie: d=2", "X-A: b");
        assertThat(response.isStream).isTrue();
        assertThat(response.body()).isEqualTo("body with \0\0\0\0\0\0\0\0 inside");
    }

    @ParameterizedTest
    @EnumSource
    void streamsInEveryShape(Shape shape) throws Exception {
        try (AnswerStream any = stream(shape)) {
            any.write(PRELUDE.getBytes(ISO_8859_1));
            any.write('x');
            any.finish();
        }

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("x");
    }

    @Test
    void passesEachPartOfTheBodyOnAtOnce() throws Exception {
        write(PRELUDE);
        assertThat(response.isStream).isTrue();
        write("one");
        assertThat(response.body()).isEqualTo("one");
        stream.write('2');
        assertThat(response.body()).isEqualTo("one2");
    }

    @Test
    void needsNoStatusInAPrelude() throws Exception {
        write("{}" + NULS + "x");
        stream.finish();

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}\0\0\0\0\0\0\0x", "PNG\0\0\0\0\0\0\0\0\0\0", "[1]\0\0\0\0\0\0\0\0", "{\0}\0\0\0\0\0\0\0\0"})
    void takesNothingElseForAPrelude(String text) throws Exception {
        write(text);
        stream.finish();

        assertThat(response.isStream).isFalse();
        assertThat(response.body()).isEqualTo(text);
    }

    @Test
    void refusesAPreludeThatCannotBeSent() {
        assertThatThrownBy(() -> write("{\"statusCode\":99}" + NULS)).isInstanceOf(MalformedAnswerException.class);
        assertThat(response.isStream).isFalse();

        stream.fail();

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.body()).isEqualTo("Internal Server Error");
    }

    @Test
    void answersAFailureOnlyIfNothingIsOnItsWay() throws Exception {
        write(PRELUDE + "half");
        stream.fail();

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.sent).isNull();
    }

    @Test
    void takesSixMegabytesAndNoMore() throws Exception {
        byte[] part = "x".repeat(AnswerStream.LARGEST - 1).getBytes(ISO_8859_1);
        stream.write(part);
        stream.write('y');
        stream.finish();
        assertThat(response.body()).hasSize(AnswerStream.LARGEST).endsWith("y");

        AnswerStream larger = stream(Shape.V2);
        larger.write(part);
        larger.write('y');
        larger.write('z');
        larger.write(PRELUDE.getBytes(ISO_8859_1));
        assertThatThrownBy(larger::finish)
                .isInstanceOf(IOException.class)
                .hasMessage("Response payload size exceeded maximum allowed payload size (6291556 bytes).");
    }

    @Test
    void streamsTwoHundredMegabytesAndNoMore() throws Exception {
        write(PRELUDE);
        byte[] part = new byte[AnswerStream.LARGEST_STREAMED / 8];
        response.discards = true;
        for (int i = 0; i < 8; i++) {
            stream.write(part);
        }

        assertThatThrownBy(() -> stream.write('x'))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("209715200 bytes");
    }

    @Test
    void aUrlThatStreamsSendsAResponseAsItIs() throws Exception {
        AnswerStream streamed = byUrl();
        String json = "{\"statusCode\":404,\"body\":\"no\"}";
        streamed.write(json.getBytes(ISO_8859_1));
        streamed.finish();

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers).containsExactly("Content-Type: application/json");
        assertThat(response.body()).isEqualTo(json);
    }

    @Test
    void aUrlThatStreamsPassesOnWhatIsNoObject() throws Exception {
        AnswerStream streamed = byUrl();
        streamed.write(new byte[0]);
        streamed.write("fir".getBytes(ISO_8859_1));
        assertThat(response.isStream).isTrue();
        assertThat(response.headers).containsExactly("Content-Type: application/octet-stream");
        streamed.write("st{\0\0\0\0\0\0\0\0".getBytes(ISO_8859_1));
        streamed.finish();
        streamed.fail();
        assertThat(response.sent).isNull();
        assertThat(response.body()).isEqualTo("first{" + NULS);
    }

    @Test
    void aUrlThatStreamsReadsAPrelude() throws Exception {
        AnswerStream streamed = byUrl();
        streamed.write((PRELUDE + "body").getBytes(ISO_8859_1));
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("body");
    }

    @Test
    void aUrlThatStreamsTellsOfAFailureBeforeTheAnswer() throws Exception {
        AnswerStream streamed = byUrl();
        streamed.write("{\"statusCode\":2".getBytes(ISO_8859_1));
        streamed.fail();
        assertThat(response.status()).isEqualTo(502);
    }
}
