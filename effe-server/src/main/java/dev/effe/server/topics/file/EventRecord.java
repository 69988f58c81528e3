package dev.effe.server.topics.file;

import dev.effe.server.journal.Content;
import dev.effe.server.journal.DamagedException;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event as its record has it. A head: format, number of lanes less 1, lane, flags, its index in what was appended with
 * it and how many that was, time, 128 bits of its id's hash if it has one. Then its id and key, if it has them, media type
 * and headers, each with its length before it, and the payload. Its offset is the record's number.
 *
 * @param lanes how many lanes the topic has
 * @param index its index in the append that it came with
 * @param count how many came with it, itself included
 * @param id the hash of its own id; null if it has none
 */
record EventRecord(
        int lanes,
        int lane,
        int index,
        int count,
        long timeMillis,
        @Nullable IdHash id) {

    private static final byte FORMAT = 1;
    private static final int HAS_ID = 1;
    private static final int HAS_KEY = 2;

    /** Writes an event. */
    Content with(NewEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeByte(lanes - 1);
            out.writeByte(lane);
            out.writeByte((event.id().isPresent() ? HAS_ID : 0) | (event.key().isPresent() ? HAS_KEY : 0));
            out.writeShort(index);
            out.writeShort(count);
            out.writeLong(timeMillis);
            if (id != null) {
                out.writeLong(id.high());
                out.writeLong(id.low());
                text(out, event.id().orElseThrow());
            }
            if (event.key().isPresent()) {
                text(out, event.key().get());
            }
            text(out, event.contentType());
            out.writeShort(event.headers().size());
            for (Map.Entry<String, String> header : event.headers().entrySet()) {
                text(out, header.getKey());
                text(out, header.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Content(bytes.toByteArray(), event.payload());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads the head.
     *
     * @param record is behind the head afterwards
     * @throws DamagedException if it is none
     */
    static EventRecord head(ByteBuffer record) throws DamagedException {
        try {
            byte format = record.get();
            if (format != FORMAT) {
                throw new DamagedException("It is a record of format " + format + ", which this version does not know");
            }
            int lanes = Byte.toUnsignedInt(record.get()) + 1;
            int lane = Byte.toUnsignedInt(record.get());
            int flags = record.get();
            int index = Short.toUnsignedInt(record.getShort());
            int count = Short.toUnsignedInt(record.getShort());
            long timeMillis = record.getLong();
            IdHash id = (flags & HAS_ID) == 0 ? null : new IdHash(record.getLong(), record.getLong());
            return new EventRecord(lanes, lane, index, count, timeMillis, id);
        } catch (BufferUnderflowException e) {
            throw new DamagedException("It is no record of an event");
        }
    }

    /** Reads a whole record. */
    static StoredEvent read(long offset, ByteBuffer record) throws DamagedException {
        try {
            int flags = record.get(record.position() + 3);
            EventRecord head = head(record);
            Optional<String> id = head.id == null ? Optional.empty() : Optional.of(text(record));
            Optional<String> key = (flags & HAS_KEY) == 0 ? Optional.empty() : Optional.of(text(record));
            String type = text(record);
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int left = Short.toUnsignedInt(record.getShort()); left > 0; left--) {
                String name = text(record);
                headers.put(name, text(record));
            }
            byte[] payload = new byte[record.remaining()];
            record.get(payload);
            return new StoredEvent(
                    offset, head.lane, Instant.ofEpochMilli(head.timeMillis), key, id, type, headers, payload);
        } catch (BufferUnderflowException e) {
            throw new DamagedException("Record " + offset + " is no record of an event");
        }
    }

    private static String text(ByteBuffer record) {
        byte[] bytes = new byte[Short.toUnsignedInt(record.getShort())];
        record.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
