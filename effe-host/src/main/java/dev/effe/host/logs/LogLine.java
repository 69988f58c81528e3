package dev.effe.host.logs;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A record as it is in a file: {@code SEQUENCE MILLIS STREAM TEXT} and a line feed, which no text has. Stateless. */
final class LogLine {

    /** Beyond that of any text that is appended. */
    static final int MOST_BYTES = 512 * 1024;

    private LogLine() {}

    static byte[] write(LogRecord record) {
        String line = record.sequence() + " " + record.millis() + " " + record.stream() + " "
                + record.text().replace('\n', ' ') + "\n";
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a line without its end; null if it is none, as after a crash of the machine. */
    static @Nullable LogRecord read(byte[] bytes, int from, int to) {
        String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        int third = line.indexOf(' ', second + 1);
        if (first < 0 || second < 0 || third < 0) {
            return null;
        }
        try {
            return new LogRecord(
                    Long.parseLong(line, 0, first, 10),
                    Long.parseLong(line, first + 1, second, 10),
                    line.substring(second + 1, third),
                    line.substring(third + 1));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
