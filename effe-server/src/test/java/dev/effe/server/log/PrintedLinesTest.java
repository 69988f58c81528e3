package dev.effe.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class PrintedLinesTest {

    private static final String ID = "8f2d3a52-7c1e-4f0a-9d3b-0123456789ab";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = PrintedLines.before(new PrintStream(written, true, UTF_8), UTF_8, true);
    private final LogTail tail = new LogTail(10_000);

    private String printedBy(Runnable call) {
        CallLog entered = CallLog.enter("", ID, tail);
        try {
            call.run();
        } finally {
            entered.leave();
        }
        return written.toString(UTF_8);
    }

    private String kept() {
        return new String(tail.bytes(), UTF_8);
    }

    @Test
    void eachLineOfACallHasItsId() {
        out.println("before");
        assertThat(printedBy(() -> {
                    out.println("one");
                    out.print("two\nthree");
                    out.print(", and more");
                    out.println();
                    out.println("Größe 日本");
                }))
                .isEqualTo("before\n[%1$s] one\n[%1$s] two\n[%1$s] three, and more\n[%1$s] Größe 日本\n".formatted(ID));
        out.println("after");
        assertThat(written.toString(UTF_8)).endsWith("\nafter\n");
        assertThat(kept()).isEqualTo("one\ntwo\nthree, and more\nGröße 日本\n");
    }

    @Test
    void whatHasItAndWhatIsJsonIsUntouched() {
        String lines = "12:00 INFO " + ID + " said\n{\"message\":\"" + "x".repeat(100_000) + "\"}\n{\n  \"a\": 1\n}\n";
        assertThat(printedBy(() -> {
                    for (String line : new String[] {lines.split("\n")[0], lines.split("\n")[1], "{\n  \"a\": 1\n}"}) {
                        out.println(line);
                    }
                }))
                .isEqualTo(lines);
    }

    @Test
    void bytesThatAreWrittenToSystemOutAreKeptAndUntouched() throws Exception {
        byte[] bytes = {'o', 'w', 'n', ' ', (byte) 0x80, (byte) 0xff, 0, '\n'};
        printedBy(() -> {
            out.write(bytes, 0, bytes.length);
            out.writeBytes(bytes);
        });
        assertThat(written.toByteArray()).startsWith(bytes).endsWith(bytes).hasSize(2 * bytes.length);
        assertThat(tail.bytes()).isEqualTo(written.toByteArray());
    }

    @Test
    void bytesThatAreWrittenToSystemErrHaveTheIdAsJavaUtilLoggingWritesThem() {
        PrintStream err = PrintedLines.before(new PrintStream(written, true, UTF_8), UTF_8, false);
        byte[] bytes = "INFO: said\n".getBytes(UTF_8);
        assertThat(printedBy(() -> err.write(bytes, 0, bytes.length))).isEqualTo("[" + ID + "] INFO: said\n");
    }

    @Test
    void everyWayToPrintALineIsOne() {
        assertThat(printedBy(() -> {
                    out.println((String) null);
                    out.println((Object) null);
                    out.println('c');
                    out.println(1);
                    out.println(new char[] {'a', 'b'});
                    out.printf("%s%n", "f");
                    out.append("x").append('y').println();
                }))
                .isEqualTo("null null c 1 ab f xy ".replaceAll("(\\S+) ", "[" + ID + "] $1\n"));
    }

    @Test
    void aStackTraceIsKeptWithoutTheServersFrames() {
        Exception failure = new IllegalStateException("meant by the test");
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("com.acme.Orders", "take", "Orders.java", 12),
            new StackTraceElement("aws lambda", null, null, "dev.effe.lambda.runtime.LambdaLogic", "run", "L.java", 1),
            new StackTraceElement("app", "effe", "1", "dev.effe.server.dispatch.Dispatcher", "run", "D.java", 2),
        });
        assertThat(printedBy(() -> failure.printStackTrace(out))).contains("LambdaLogic", "Dispatcher");
        assertThat(kept())
                .isEqualTo(
                        "java.lang.IllegalStateException: meant by the test\n\tat com.acme.Orders.take(Orders.java:12)\n");
    }
}
