package dev.effe.server.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.message.Http1Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Feeds streams that nobody thought of. The same ones each time: a failure names the stream and its cuts. */
@Tag("once")
class MutationTest {
    private static final int STREAMS = 50_000;
    private static final int LONGEST = 2_000;
    private static final String[] SNIPPETS = {
        "\r\n",
        "\n",
        "\r",
        " ",
        "\t",
        ":",
        ";",
        "=",
        "\"",
        "\\",
        "%",
        "0",
        "5",
        "F",
        "\0",
        "\u00ff",
        "\r\n\r\n",
        "0\r\n\r\n",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Host: a\r\n",
        "chunked",
        "HTTP/1.1",
        "Connection: close\r\n",
        "Expect: 100-continue\r\n",
        "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n",
        "http://b",
        "*",
        "?",
        "#",
        "5;a=b\r\nhello\r\n"
    };

    private final Random random = new Random(9112);
    private final List<String> samples =
            Samples.all().stream().filter(sample -> sample.length() < LONGEST).toList();

    @Test
    void neverFailsLeaksOrDependsOnTheCuts() {
        Http1Limits limits = new Http1Limits(100, 300, 8, 64);
        int received = 0;
        int refused = 0;
        for (int i = 0; i < STREAMS; i++) {
            String stream = mutated();
            List<String> whole = DecoderTester.decode(limits, stream);
            String[] pieces = i % 10 == 0 ? DecoderTester.bytewise(stream) : cut(stream);
            assertThat(DecoderTester.decode(limits, pieces))
                    .as("%s", List.of(pieces))
                    .isEqualTo(whole);
            for (String call : whole) {
                if (call.startsWith("refused")) {
                    refused++;
                } else {
                    received++;
                }
            }
        }
        // The mutations neither spare nor spoil everything.
        assertThat(received).isGreaterThan(STREAMS / 10);
        assertThat(refused).isGreaterThan(STREAMS / 10);
    }

    private String mutated() {
        StringBuilder stream = new StringBuilder(samples.get(random.nextInt(samples.size())));
        for (int i = random.nextInt(4); i >= 0; i--) {
            mutate(stream);
        }
        return stream.isEmpty() ? "\r" : stream.toString();
    }

    private void mutate(StringBuilder stream) {
        int at = random.nextInt(stream.length() + 1);
        int end = Math.min(stream.length(), at + random.nextInt(6));
        switch (random.nextInt(5)) {
            case 0 -> stream.delete(at, end);
            case 1 -> stream.insert(at, SNIPPETS[random.nextInt(SNIPPETS.length)]);
            case 2 -> stream.insert(at, stream.substring(at, end));
            case 3 -> stream.replace(at, end, String.valueOf((char) random.nextInt(256)));
            default -> stream.append(samples.get(random.nextInt(samples.size())));
        }
    }

    private String[] cut(String stream) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < stream.length()) {
            int to = Math.min(stream.length(), from + 1 + random.nextInt(40));
            pieces.add(stream.substring(from, to));
            from = to;
        }
        return pieces.toArray(String[]::new);
    }
}
