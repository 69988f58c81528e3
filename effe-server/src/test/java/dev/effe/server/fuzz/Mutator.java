package dev.effe.server.fuzz;

import dev.effe.server.kit.Frames;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes a stream in ways that have broken servers. For one thread. */
final class Mutator {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern LINE_END = Pattern.compile("\r\n");
    private static final String[] LINE_ENDS = {"\n", "\r", "\r\r\n", "\n\r", "", "\r\n\r\n", " \r\n", "\r\n "};
    private static final String[] NUMBERS = {
        "0",
        "1",
        "-1",
        "+5",
        "0x10",
        "65536",
        "70000",
        "2147483647",
        "2147483648",
        "4294967296",
        "9223372036854775808",
        "00000000000000000005",
        "99999999999999999999999",
        "5,5",
        "7fffffff",
        "FFFFFFFFFFFFFFFF",
        ""
    };
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
        "%00",
        "%2e%2e/",
        "0",
        "5",
        "F",
        "\0",
        "\u00ff",
        "\u007f",
        "\r\n\r\n",
        "0\r\n\r\n",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Host: a\r\n",
        "chunked",
        "HTTP/1.1",
        "HTTP/1.0",
        "Connection: close\r\n",
        "Connection: keep-alive\r\n",
        "Expect: 100-continue\r\n",
        "http://b",
        "*",
        "?",
        "#",
        "HEAD ",
        "TRACE ",
        "5;a=b\r\nhello\r\n",
        "X-Request-Id: \u00e9\r\n",
        "Upgrade: h2c\r\n",
        Frames.PREFACE,
        Frames.frame(Frames.PING, 0, 0, "87654321"),
        Frames.frame(Frames.DATA, 1, 1, ""),
        Frames.frame(Frames.RST_STREAM, 0, 1, Frames.int32(8)),
        Frames.frame(Frames.WINDOW_UPDATE, 0, 1, Frames.int32(0)),
        Frames.frame(Frames.WINDOW_UPDATE, 0, 0, Frames.int32(0x7fffffff)),
        Frames.settings(4, 0x7fffffff),
        Frames.settings(1, -1),
        Frames.settings(4, 0),
        Frames.frame(Frames.CONTINUATION, 4, 1, "")
    };

    private final SplittableRandom random;

    Mutator(SplittableRandom random) {
        this.random = random;
    }

    /** One change. @param others what parts of another stream are taken from */
    void mutate(StringBuilder stream, List<String> others) {
        int at = random.nextInt(stream.length() + 1);
        int end = Math.min(stream.length(), at + 1 + random.nextInt(8));
        switch (random.nextInt(14)) {
            case 0 -> flipBit(stream, at);
            case 1 -> stream.delete(at, end);
            case 2, 3 -> stream.insert(at, pick(SNIPPETS));
            case 4 -> stream.insert(at, stream, at, Math.min(stream.length(), at + random.nextInt(80)));
            case 5 -> stream.replace(at, end, String.valueOf((char) random.nextInt(256)));
            case 6 -> splice(stream, at, others);
            case 7 -> stream.append(others.get(random.nextInt(others.size())));
            case 8 -> replaceOne(stream, NUMBER, NUMBERS);
            case 9 -> replaceOne(stream, LINE_END, LINE_ENDS);
            case 10 -> stream.setLength(at);
            case 11 -> fill(stream, at);
            default -> mutateFrame(stream, at);
        }
    }

    private void flipBit(StringBuilder stream, int at) {
        if (at < stream.length()) {
            stream.setCharAt(at, (char) (stream.charAt(at) ^ 1 << random.nextInt(8)));
        }
    }

    private void splice(StringBuilder stream, int at, List<String> others) {
        String other = others.get(random.nextInt(others.size()));
        stream.setLength(at);
        stream.append(other, random.nextInt(other.length()), other.length());
    }

    private void replaceOne(StringBuilder stream, Pattern what, String[] by) {
        List<MatchResult> found = what.matcher(stream).results().toList();
        if (!found.isEmpty()) {
            MatchResult one = found.get(random.nextInt(found.size()));
            stream.replace(one.start(), one.end(), pick(by));
        }
    }

    /** Goes over limits, but not often: long streams are slow. */
    private void fill(StringBuilder stream, int at) {
        int length = random.nextInt(10) == 0 ? 80_000 : 300;
        String filler = pick(new String[] {"a", "0", "\r\n", "X: y\r\n", "\0"});
        stream.insert(at, filler.repeat(random.nextInt(length / filler.length())));
    }

    /** A change that leaves the frames of HTTP/2 in step; another one for what has no frames. */
    private void mutateFrame(StringBuilder stream, int at) {
        List<Integer> positions = Frames.positions(stream);
        if (positions.size() < 2) {
            flipBit(stream, at);
            return;
        }
        int index = random.nextInt(positions.size() - 1);
        int start = positions.get(index);
        int end = positions.get(index + 1);
        String frame = stream.substring(start, end);
        switch (random.nextInt(8)) {
            case 0 -> stream.delete(start, end);
            case 1 -> stream.insert(start, frame.repeat(1 + random.nextInt(3)));
            case 2 -> stream.insert(positions.get(random.nextInt(positions.size())), frame);
            case 3 -> stream.setCharAt(start + 3, (char) random.nextInt(12));
            case 4 -> stream.setCharAt(start + 4, (char) (stream.charAt(start + 4) ^ 1 << random.nextInt(8)));
            case 5 -> stream.replace(start + 5, start + 9, Frames.int32(random.nextInt(12)));
            case 6 -> shorten(stream, start, end);
            default -> flipBit(stream, Math.min(end - 1, start + Frames.HEAD_LENGTH + random.nextInt(end - start)));
        }
    }

    private void shorten(StringBuilder stream, int start, int end) {
        int length = random.nextInt(end - start - Frames.HEAD_LENGTH + 1);
        String payload = stream.substring(start + Frames.HEAD_LENGTH, start + Frames.HEAD_LENGTH + length);
        int type = stream.charAt(start + 3);
        int flags = stream.charAt(start + 4);
        stream.replace(start, end, Frames.frame(type, flags, Frames.readInt(stream, start + 5, 4), payload));
    }

    private String pick(String[] some) {
        return some[random.nextInt(some.length)];
    }
}
