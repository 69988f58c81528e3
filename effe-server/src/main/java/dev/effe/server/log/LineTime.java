package dev.effe.server.log;

import java.time.Instant;

/** Writes instants in a fixed width: {@code 2026-01-31T12:00:00.123Z}. Thread-safe. */
final class LineTime {

    /** That of the last line: immutable, so that threads may race for it. */
    private Second second = new Second(Long.MIN_VALUE, "");

    void add(LineText line, long millis) {
        line.plain(second(millis)).millis((int) Math.floorMod(millis, 1000L)).plain("Z");
    }

    /** Such as {@code 2026-01-31T12:00:00.}, which many lines have in common and costs more than the rest of one. */
    private String second(long millis) {
        long seconds = Math.floorDiv(millis, 1000L);
        Second last = second;
        if (last.seconds() != seconds) {
            String text = Instant.ofEpochSecond(seconds).toString();
            last = new Second(seconds, text.substring(0, text.length() - 1) + ".");
            second = last;
        }
        return last.text();
    }

    private record Second(long seconds, String text) {}
}
