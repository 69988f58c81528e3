package dev.effe.server.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The id of a trace: 16 bytes, not all zero. Immutable. */
final class TraceId {

    private static final HexFormat HEX = HexFormat.of();

    private final long high;
    private final long low;

    private TraceId(long high, long low) {
        this.high = high;
        this.low = low;
    }

    static TraceId random() {
        return new TraceId(ThreadLocalRandom.current().nextLong(), spanId());
    }

    /** Takes it out of a well-formed traceparent. */
    static TraceId of(String traceparent) {
        return new TraceId(number(traceparent, 3), number(traceparent, 19));
    }

    /** The id of a span, not zero. */
    static long spanId() {
        long id = ThreadLocalRandom.current().nextLong();
        return id == 0 ? 1 : id;
    }

    /** The parent's id of a well-formed traceparent. */
    static long parentOf(String traceparent) {
        return number(traceparent, 36);
    }

    /** 16 hexadecimal digits as a number. */
    private static long number(String text, int from) {
        return HexFormat.fromHexDigitsToLong(text, from, from + 16);
    }

    static String hex(long id) {
        return HEX.toHexDigits(id);
    }

    /** The header of one of its spans. */
    String traceparent(long spanId, boolean sampled) {
        return "00-" + this + "-" + hex(spanId) + (sampled ? "-01" : "-00");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TraceId id && id.high == high && id.low == low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low);
    }

    @Override
    public String toString() {
        return hex(high) + hex(low);
    }
}
