package dev.effe.server.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldSectionTest {

    static String[] values() {
        return new String[] {
            "a", "", "a b", "a\tb", "\u00e9\u0080\u00ff", "a: b", ":", "\"a\\\"", "<>@,;:/[]?={}", "~".repeat(5000)
        };
    }

    @ParameterizedTest
    @MethodSource("values")
    void acceptsAValueAndTrimsIt(String value) {
        for (String blank : new String[] {"", " ", "\t", " \t  "}) {
            assertThat(header("X-A:" + blank + value + blank)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-A", "x-a", "X_A", "!#$%&'*+-.^_`|~", "9", "Content_Length", "Authorization", "N"})
    void acceptsATokenAsName(String name) {
        RequestHead head = DecoderTester.message("GET / HTTP/1.1\r\nHost: a\r\n" + name + ": v\r\n\r\n")
                .head();
        assertThat(head.headers().asMap().keySet()).containsExactlyInAnyOrder("Host", name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ": v",
                "X",
                "X A: v",
                "X : v",
                "X\t: v",
                " X: v",
                "\tX: v",
                "X\0: v",
                "X\u000b: v",
                "X(: v",
                "X[]: v",
                "X,: v",
                "X/: v",
                "X\u00e9: v",
                "X\r: v",
                "X\n: v",
                "\"X\": v",
                "X;a: v",
                "X@: v",
                "X={}: v",
                "X\u007f: v",
                "\0",
                "X\r\r"
            })
    void refusesAnyOtherName(String field) {
        refuses(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: \0",
                "X: a\0b",
                "X: \u0001",
                "X: \u0008",
                "X: \u000b",
                "X: \u000c",
                "X: \u001b",
                "X: \u001f",
                "X: \u007f",
                "X: a\rb",
                "X: a\nb",
                "X: a\r",
                "X: a\n",
                "X:\r b",
                "X:\n b",
                "X: a\r\n b",
                "X: a\r\n\tb",
                "X: a\r\n b: c",
                "X: a\n\r",
                "\r",
                "\n"
            })
    void refusesControlBytesAndFoldedLines(String field) {
        refuses(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {" Host: a", "\tHost: a", " ", "\t", "\n", "\r"})
    void refusesThemInTheFirstLine(String line) {
        assertThat(DecoderTester.decode("GET / HTTP/1.1\r\n" + line + "\r\nHost: a\r\n\r\n"))
                .containsExactly("refused BAD_HEADER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n\r\n", "\r\n\n", "\n\n", "\r\r\n\r\n", "\r\n\r\r\n"})
    void refusesAHeadThatDoesNotEndWithTwoCrlf(String end) {
        assertThat(DecoderTester.decode("GET / HTTP/1.1\r\nHost: a" + end)).containsExactly("refused BAD_HEADER");
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, true", "1, false"})
    void limitsTheBytesOfAllLines(int over, boolean accepted) {
        Http1Limits limits = new Http1Limits(100, 200, 10, 100);
        String first = "Host: a\r\nX: 123456\r\n";
        String second = "Y: " + "y".repeat(200 - first.length() - 5 + over) + "\r\n";
        assertThat((first + second).length()).isEqualTo(200 + over);

        check(limits, first + second, accepted);
    }

    @ParameterizedTest
    @CsvSource({"9, true", "10, true", "11, false"})
    void limitsTheNumberOfLines(int count, boolean accepted) {
        check(new Http1Limits(100, 200, 10, 100), "Host: a\r\n" + "X: y\r\n".repeat(count - 1), accepted);
    }

    @Test
    void refusesALineThatIsTooLongWithoutWaitingForItsEnd() {
        Http1Limits limits = new Http1Limits(100, 100, 10, 100);
        String head = "GET / HTTP/1.1\r\nHost: a\r\n";
        int room = 100 - "Host: a\r\n".length() - 2;
        assertThat(DecoderTester.decode(limits, head + "a".repeat(room))).isEmpty();
        assertThat(DecoderTester.decode(limits, head + "a".repeat(room) + "\r")).isEmpty();
        assertThat(DecoderTester.decode(limits, head + "a".repeat(room + 1)))
                .containsExactly("refused HEADERS_TOO_LARGE");
    }

    @Test
    void countsTheEmptyLineOfNone() {
        Http1Limits limits = new Http1Limits(100, 16, 10, 100);
        String full = "GET / HTTP/1.1\r\nHost: 890123456\r\n".replace("6", "");
        assertThat(full.length() - "GET / HTTP/1.1\r\n".length()).isEqualTo(16);
        assertThat(DecoderTester.decode(limits, full + "\r\n"))
                .hasSize(1)
                .noneMatch(call -> call.startsWith("refused"));
        assertThat(DecoderTester.decode(limits, full + "X")).containsExactly("refused HEADERS_TOO_LARGE");
    }

    private static void check(Http1Limits limits, String fields, boolean accepted) {
        String stream = "GET / HTTP/1.1\r\n" + fields + "\r\n";
        for (String[] pieces : new String[][] {{stream}, DecoderTester.bytewise(stream)}) {
            assertThat(DecoderTester.decode(limits, pieces))
                    .hasSize(1)
                    .allMatch(call -> call.equals("refused HEADERS_TOO_LARGE") != accepted);
        }
    }

    private static String header(String field) {
        return DecoderTester.message("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n")
                .head()
                .headers()
                .first("x-a");
    }

    private static void refuses(String field) {
        assertThat(DecoderTester.decode("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n" + Samples.SMUGGLED))
                .containsExactly("refused BAD_HEADER");
    }
}
