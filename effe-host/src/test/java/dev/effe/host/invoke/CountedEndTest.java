package dev.effe.host.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.invoke.StreamFrames;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** The ends of calls as metrics count them, those of streams too. */
class CountedEndTest {

    private static final String ERROR = "{\"ErrorCode\":\"Unhandled\"}";

    @Test
    void tellsErrorsOfTheFunctionFromThoseOfTheCaller() {
        List<Map.Entry<String, String>> failed = List.of(Map.entry("x-amz-function-error", "Unhandled"));
        assertThat(CountedEnd.of(200, List.of())).isEqualTo(CountedEnd.DONE);
        assertThat(CountedEnd.of(200, failed)).isEqualTo(CountedEnd.FAILED);
        assertThat(CountedEnd.of(400, failed)).isEqualTo(CountedEnd.DROPPED);
        assertThat(CountedEnd.of(429, List.of())).isEqualTo(CountedEnd.REFUSED);
        assertThat(CountedEnd.of(502, List.of())).isEqualTo(CountedEnd.FAILED);
    }

    private static byte[] frame(String type, String payload) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":message-type", HeaderValue.fromString("event"));
        headers.put(":event-type", HeaderValue.fromString(type));
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        new Message(headers, payload.getBytes(java.nio.charset.StandardCharsets.UTF_8)).encode(frame);
        return frame.toByteArray();
    }

    /** @param size of the parts that the stream comes in */
    private static boolean failed(int size, byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        byte[] bytes = all.toByteArray();
        FrameWatch watch = new FrameWatch();
        for (int at = 0; at < bytes.length; at += size) {
            watch.part(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
        }
        return watch.hasFailed();
    }

    @Test
    void findsTheErrorOfAStreamHoweverItComes() {
        byte[] big = frame("PayloadChunk", "x".repeat(5000));
        byte[] liar = frame("PayloadChunk", "InvokeComplete " + ERROR);
        byte[] ours = StreamFrames.failed("Unhandled", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), null);
        for (int size : new int[] {1, 7, 11, 12, 13, 100, 100_000}) {
            assertThat(failed(size, big, ours)).isTrue();
            assertThat(failed(size, ours)).isTrue();
            assertThat(failed(size, frame("InvokeComplete", ERROR))).isTrue();
            assertThat(failed(size, big, liar, frame("InvokeComplete", "{}"))).isFalse();
            assertThat(failed(size, frame("PayloadChunk", ERROR), frame("InvokeComplete", "{\"LogResult\":\"eA==\"}")))
                    .isFalse();
        }
    }

    @Test
    void bytesThatAreNoFramesDoNoHarm() {
        assertThat(failed(3, new byte[1000])).isFalse();
        byte[] ones = new byte[1000];
        Arrays.fill(ones, (byte) -1);
        assertThat(failed(100, ones)).isFalse();
    }
}
