package dev.effe.server.topics.file;

import dev.effe.server.journal.Content;
import dev.effe.server.journal.DamagedException;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A change of how far a group is, which is one record. Immutable. */
record GroupChange(Name name, Map<Integer, Long> cursors, List<ParkedChange> parked) {

    private static final byte FORMAT = 2;
    private static final int REMOVE = 0;
    private static final int PUT = 1;
    private static final long NEVER = Long.MIN_VALUE;

    /** The name of a group of a topic. */
    record Name(String group, String topic) {}

    Content content() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(name.group());
            out.writeUTF(name.topic());
            out.writeShort(cursors.size());
            for (Map.Entry<Integer, Long> cursor : cursors.entrySet()) {
                out.writeShort(cursor.getKey());
                out.writeLong(cursor.getValue());
            }
            out.writeInt(parked.size());
            for (ParkedChange change : parked) {
                write(change, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Content(bytes.toByteArray());
    }

    private static void write(ParkedChange change, DataOutputStream out) throws IOException {
        out.writeLong(change.offset());
        out.writeShort(change.lane());
        if (!(change instanceof ParkedChange.Put put)) {
            out.writeByte(REMOVE);
            return;
        }
        Parked parked = put.parked();
        out.writeByte(PUT);
        out.writeBoolean(parked.key().isPresent());
        if (parked.key().isPresent()) {
            out.writeUTF(parked.key().get());
        }
        out.writeInt(parked.attempts());
        out.writeLong(parked.due().toEpochMilli());
        out.writeLong(parked.deadAt().map(Instant::toEpochMilli).orElse(NEVER));
        out.writeUTF(parked.error());
    }

    static GroupChange of(ByteBuffer record) throws IOException {
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int format = in.readByte();
        if (format != FORMAT) {
            throw new DamagedException("It is a record of format " + format + ", which this version does not know");
        }
        Name name = new Name(in.readUTF(), in.readUTF());
        Map<Integer, Long> cursors = new HashMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            cursors.put(in.readUnsignedShort(), in.readLong());
        }
        List<ParkedChange> parked = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            parked.add(read(in));
        }
        return new GroupChange(name, cursors, parked);
    }

    private static ParkedChange read(DataInputStream in) throws IOException {
        long offset = in.readLong();
        int lane = in.readUnsignedShort();
        if (in.readByte() == REMOVE) {
            return new ParkedChange.Remove(offset, lane);
        }
        String key = key(in);
        int attempts = in.readInt();
        Instant due = Instant.ofEpochMilli(in.readLong());
        long deadMillis = in.readLong();
        Optional<Instant> deadAt =
                deadMillis == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(deadMillis));
        return new ParkedChange.Put(
                new Parked(offset, lane, Optional.ofNullable(key), attempts, due, deadAt, in.readUTF()));
    }

    private static @Nullable String key(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
