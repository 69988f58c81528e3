package dev.effe.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Snapshots of a state that go through its topic in parts, between commands. Confined to one thread. */
final class Snapshot {

    private static final int PART_BYTES = 512 << 10;
    /** The bytes of parts that wait for others: with more, all are forgotten. */
    private static final long MOST_OPEN_BYTES = 512L << 20;

    /** One that is all there: the state behind all before an offset. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Whole(String name, long at, byte[] bytes) {}

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Parts(byte[][] all, int left) {}

    private final Map<String, Parts> open = new HashMap<>();
    private long openBytes;

    /** The parts of a new one. */
    static List<Command.Part> parts(byte[] bytes, long at) {
        String name = UUID.randomUUID().toString();
        int count = Math.max(1, (bytes.length + PART_BYTES - 1) / PART_BYTES);
        List<Command.Part> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int end = Math.min(bytes.length, (i + 1) * PART_BYTES);
            parts.add(new Command.Part(name, at, i, count, Arrays.copyOfRange(bytes, i * PART_BYTES, end)));
        }
        return parts;
    }

    /** Takes a part; returns the whole with the last one. Parts that never become a whole are forgotten with the next whole. */
    Optional<Whole> add(Command.Part part) {
        Parts before = open.getOrDefault(part.snapshot(), new Parts(new byte[part.count()][], part.count()));
        if (before.all.length != part.count() || before.all[part.index()] != null) {
            return Optional.empty();
        }
        before.all[part.index()] = part.bytes();
        openBytes += part.bytes().length;
        if (before.left > 1 && openBytes <= MOST_OPEN_BYTES) {
            open.put(part.snapshot(), new Parts(before.all, before.left - 1));
            return Optional.empty();
        }
        open.clear();
        openBytes = 0;
        return before.left > 1 ? Optional.empty() : Optional.of(whole(part, before.all));
    }

    private static Whole whole(Command.Part last, byte[][] all) {
        int length = 0;
        for (byte[] each : all) {
            length += each.length;
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (byte[] each : all) {
            System.arraycopy(each, 0, bytes, at, each.length);
            at += each.length;
        }
        return new Whole(last.snapshot(), last.at(), bytes);
    }
}
