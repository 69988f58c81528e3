package dev.effe.host.logs;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a function's log, whose name has the number and the time of its first record. All of its records are of the
 * hour from then on. Thread-safe; one thread writes.
 */
final class LogFile {

    /** The time that a file has records of. */
    static final long SPAN_MILLIS = Duration.ofHours(1).toMillis();

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'");
    private static final Pattern NAME = Pattern.compile("([0-9]{13})-([0-9]{8}T[0-9]{9}Z)\\.log");

    private final Path path;
    private final long firstSequence;
    private final long firstMillis;

    /** The whole records in it; written by the one who writes. */
    private volatile long bytes;

    private LogFile(Path path, long firstSequence, long firstMillis, long bytes) {
        this.path = path;
        this.firstSequence = firstSequence;
        this.firstMillis = firstMillis;
        this.bytes = bytes;
    }

    /** The file that begins with this record. */
    static LogFile of(Path folder, long sequence, long millis) {
        String time = TIME.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
        return new LogFile(
                folder.resolve(String.format(Locale.ROOT, "%013d-%s.log", sequence, time)), sequence, millis, 0);
    }

    /** The file that is there; null for another's. */
    static @Nullable LogFile found(Path path, long bytes) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (!name.matches()) {
            return null;
        }
        try {
            long millis = LocalDateTime.parse(name.group(2), TIME)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
            return new LogFile(path, Long.parseLong(name.group(1)), millis, bytes);
        } catch (DateTimeException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    long firstSequence() {
        return firstSequence;
    }

    long bytes() {
        return bytes;
    }

    void bytes(long now) {
        bytes = now;
    }

    /** True if a record of that time may be in it. */
    boolean isOf(long millis) {
        return millis >= firstMillis && millis - firstMillis < SPAN_MILLIS;
    }

    /** True if it may have records of that time or later ones, and of no later one than the last. */
    boolean overlaps(long fromMillis, long lastMillis) {
        return firstMillis <= lastMillis && firstMillis + SPAN_MILLIS > fromMillis;
    }

    /** True if all that it has is from before. */
    boolean isBefore(long millis) {
        return firstMillis + SPAN_MILLIS <= millis;
    }
}
