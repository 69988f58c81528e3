package dev.effe.server.topics.file;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The ids that a topic has had of late, by their hashes: those of the last 7 days, and of these at least the latest
 * 500,000. Takes 24 bytes for each and as much again. Not thread-safe.
 */
final class SeenIds {

    /** Beyond them the older half is forgotten. */
    static final int MOST = 1_000_000;

    /** The latest of them are never forgotten within their time. */
    static final int LEAST = MOST / 2;

    static final long MILLIS = 7L * 24 * 60 * 60 * 1000;

    /** The bytes of one as {@link #between} writes it. */
    static final int BYTES = 3 * Long.BYTES;

    private static final int FIELDS = 3;
    private static final int FIRST_SLOTS = 64;

    /** High and low half of the hash and time, by turns; a time of 0 is an empty slot. */
    private long[] slots = new long[FIRST_SLOTS * FIELDS];

    private int used;

    /** An id and the time of its event. */
    record Seen(IdHash id, long millis) {}

    /** Tells if an id was seen within 7 days. */
    boolean has(IdHash id, long nowMillis) {
        int at = find(id);
        return slots[at + 2] != 0 && slots[at + 2] > nowMillis - MILLIS;
    }

    /** Adds an id, or the time at which it was seen again. */
    void add(IdHash id, long nowMillis) {
        if (2 * (used + 1) * FIELDS > slots.length) {
            makeRoom(nowMillis);
        }
        put(id.high(), id.low(), Math.max(1, nowMillis));
    }

    private void put(long high, long low, long millis) {
        int at = find(new IdHash(high, low));
        used += slots[at + 2] == 0 ? 1 : 0;
        slots[at] = high;
        slots[at + 1] = low;
        slots[at + 2] = Math.max(millis, slots[at + 2]);
    }

    /** The slot of an id, or the empty one where it would be. */
    private int find(IdHash id) {
        int count = slots.length / FIELDS;
        int slot = (int) Long.remainderUnsigned(id.high(), count);
        while (slots[slot * FIELDS + 2] != 0
                && (slots[slot * FIELDS] != id.high() || slots[slot * FIELDS + 1] != id.low())) {
            slot = slot + 1 == count ? 0 : slot + 1;
        }
        return slot * FIELDS;
    }

    /** The ids of a time, each with its own: 24 bytes. */
    ByteBuffer between(long firstMillis, long lastMillis) {
        int count = 0;
        for (int at = 0; at < slots.length; at += FIELDS) {
            count += isBetween(slots[at + 2], firstMillis, lastMillis) ? 1 : 0;
        }
        ByteBuffer found = ByteBuffer.allocate(count * BYTES);
        for (int at = 0; at < slots.length; at += FIELDS) {
            if (isBetween(slots[at + 2], firstMillis, lastMillis)) {
                found.putLong(slots[at]).putLong(slots[at + 1]).putLong(slots[at + 2]);
            }
        }
        return found.flip();
    }

    private static boolean isBetween(long millis, long first, long last) {
        return millis != 0 && millis >= first && millis <= last;
    }

    private void makeRoom(long nowMillis) {
        long oldest = nowMillis - MILLIS;
        if (used >= MOST) {
            oldest = Math.max(oldest, medianMillis());
        }
        long[] before = slots;
        int living = 0;
        for (int at = 0; at < before.length; at += FIELDS) {
            living += before[at + 2] > oldest ? 1 : 0;
        }
        slots = new long[Math.max(FIRST_SLOTS, 4 * (living + 1)) * FIELDS];
        used = 0;
        for (int at = 0; at < before.length; at += FIELDS) {
            if (before[at + 2] > oldest) {
                put(before[at], before[at + 1], before[at + 2]);
            }
        }
    }

    private long medianMillis() {
        long[] times = new long[used];
        int next = 0;
        for (int at = 2; at < slots.length; at += FIELDS) {
            if (slots[at] != 0) {
                times[next++] = slots[at];
            }
        }
        Arrays.sort(times);
        return times[used / 2];
    }

    int size() {
        return used;
    }
}
