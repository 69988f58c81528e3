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

    /** One that is all there: the state behind all before an offset. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Whole(String name, long at, byte[] bytes) {}

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Parts(byte[][] all, int left) {}

    private final Map<String, Parts> open = new HashMap<>();

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
        boolean isNew = before.all[part.index()] == null;
        before.all[part.index()] = part.bytes();
        int left = before.left - (isNew ? 1 : 0);
        open.put(part.snapshot(), new Parts(before.all, left));
        if (left > 0) {
            return Optional.empty();
        }
        open.clear();
        int length = 0;
        for (byte[] each : before.all) {
            length += each.length;
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (byte[] each : before.all) {
            System.arraycopy(each, 0, bytes, at, each.length);
            at += each.length;
        }
        return Optional.of(new Whole(part.snapshot(), part.at(), bytes));
    }
}
