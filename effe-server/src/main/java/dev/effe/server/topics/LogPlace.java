package dev.effe.server.topics;

import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/**
 * A place in a topic, as somebody names it. Immutable.
 *
 * @param offset its offset, from 1; empty if it is that of an instant
 * @param time the instant; {@link Instant#MIN} for the first event, {@link Instant#MAX} for those to come
 */
public record LogPlace(OptionalLong offset, Instant time) {

    /** The forms of a place, for errors. */
    public static final String FORMS = "earliest, latest or now, an offset, or an instant such as 2026-11-01T00:00Z";

    /**
     * Reads one.
     *
     * @param text earliest, latest or now, an offset, or an instant
     * @throws IllegalArgumentException if it is none; the message says what is
     */
    public static LogPlace of(String text) {
        if (text.matches("\\d{1,18}")) {
            return new LogPlace(OptionalLong.of(Math.max(1, Long.parseLong(text))), Instant.MIN);
        }
        return new LogPlace(
                OptionalLong.empty(),
                switch (text) {
                    case "earliest" -> Instant.MIN;
                    case "latest", "now" -> Instant.MAX;
                    default -> instant(text);
                });
    }

    private static Instant instant(String text) {
        try {
            return Instant.ofEpochMilli(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("must be " + FORMS + ", but was " + text, e);
        }
    }

    /** The offset that it has in a topic: that of the first event that is not before it, or of the next one to come. */
    public long in(TopicStore store, String topic) throws TopicException {
        return offset.isPresent() ? offset.getAsLong() : store.offsetAt(topic, time);
    }
}
