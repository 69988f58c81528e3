package dev.effe.server.log;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines on standard output without time and level where the log is text, among those that are logged. Thread-safe. */
public final class PlainLines {

    private static final Logger log = LoggerFactory.getLogger(PlainLines.class);

    private PlainLines() {}

    /** Prints a line before this returns, as what the thread prints itself. */
    public static void now(String line) {
        PrintStream out = PrintedLines.standardOutput();
        byte[] bytes = Logs.isJson() ? record(line) : (line + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    private static byte[] record(String line) {
        return new JsonRecord(System.currentTimeMillis(), "INFO", log.getName())
                .text("message", line, TextEncoder.MOST_MESSAGE_CHARS)
                .of(CallLog.current())
                .bytes();
    }

    /** Prints a line behind those that are logged by now. Does not block. */
    public static void later(String line) {
        log.info(line);
    }

    /** True if an event is such a line. */
    static boolean isOne(String logger) {
        return logger.equals(log.getName());
    }
}
