package dev.effe.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lines that functions print where the log is JSON. */
class PrintedRecordsTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = PrintedLines.before(new PrintStream(written, true, UTF_8), UTF_8, true);
    private final PrintStream err = PrintedLines.before(new PrintStream(written, true, UTF_8), UTF_8, false);
    private final LogTail tail = new LogTail(1_000_000);

    @BeforeEach
    void json() {
        Logs.format(true);
    }

    @AfterEach
    void text() {
        Logs.format(false);
    }

    private List<String> printedBy(Runnable call) {
        CallLog entered = CallLog.enter("", "an id", tail);
        try {
            call.run();
        } finally {
            entered.leave();
        }
        return lines();
    }

    private List<String> lines() {
        return written.toString(UTF_8)
                .lines()
                .map(line -> line.replaceFirst("\"time\":\"[-0-9:.TZ]{24}\",\"level\":\"INFO\",", ""))
                .toList();
    }

    private static String record(String logger, String message) {
        return "{\"logger\":\"" + logger + "\",\"message\":\"" + message + "\",\"requestId\":\"an id\"}";
    }

    @Test
    void eachLineIsARecordOfItsCall() {
        assertThat(printedBy(() -> {
                    out.println("one");
                    err.println("Größe \"日本\"");
                    out.print("be");
                    out.print("gun");
                    out.println();
                    out.println("two\n\tlines");
                    out.println();
                }))
                .containsExactly(
                        record("stdout", "one"),
                        record("stderr", "Größe \\\"日本\\\""),
                        record("stdout", "begun"),
                        record("stdout", "two\\n\\tlines"));
        assertThat(new String(tail.bytes(), UTF_8)).isEqualTo("one\nGröße \"日本\"\nbegun\ntwo\n\tlines\n\n");
    }

    @Test
    void aLineThatIsAJsonObjectPassesUnchanged() {
        String object = "{\"message\": \"" + "x".repeat(100_000) + "\"}";
        assertThat(printedBy(() -> {
                    out.println(object);
                    out.print("before\n{\"a\":1}\n{no}\n{\"b\":2}");
                    byte[] bytes = "{\"c\":3}\nwritten\nat once\n".getBytes(UTF_8);
                    out.println();
                    out.write(bytes, 0, bytes.length);
                }))
                .containsExactly(
                        object,
                        record("stdout", "before"),
                        "{\"a\":1}",
                        record("stdout", "{no}"),
                        "{\"b\":2}",
                        "{\"c\":3}",
                        record("stdout", "written\\nat once"));
    }

    @Test
    void aLineThatACallDoesNotEndIsARecordAtItsEnd() {
        assertThat(printedBy(() -> {
                    out.print("half");
                    err.print("{\"half\":1}");
                }))
                .containsExactly(record("stdout", "half"), "{\"half\":1}");
    }

    @Test
    void callsAndOthersDoNotMixTheirLines() {
        out.print("nobody's ");
        printedBy(() -> out.println("a call's"));
        out.println("line");
        assertThat(lines())
                .containsExactly(record("stdout", "a call's"), "{\"logger\":\"stdout\",\"message\":\"nobody's line\"}");
    }

    @Test
    void aLineWithoutAnEndIsCutAndCostsNoMemory() {
        List<String> lines = printedBy(() -> {
            for (int i = 0; i < 10_000; i++) {
                out.print("x".repeat(100));
            }
        });
        assertThat(lines).hasSizeBetween(4, 6);
        assertThat(lines.stream()
                        .mapToLong(line -> line.chars().filter(c -> c == 'x').count())
                        .sum())
                .isEqualTo(1_000_000);
    }
}
