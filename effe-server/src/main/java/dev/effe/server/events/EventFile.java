package dev.effe.server.events;

import dev.effe.server.events.StoredEvent.State;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A file of events that were accepted together. It gets its name when it is whole and on the disk, so none is ever
 * torn. Only the state of each event is written again, in its place and shorter than a sector.
 *
 * <p>Each event is 60 bytes of head, its attributes as JSON, its payload. The head: magic; state, attempts, receiver, a
 * byte unused, due and since, which may change; then id, time of acceptance, both lengths, a checksum of attributes and
 * payload.
 */
final class EventFile {

    private static final int MAGIC = 0x45464645;
    private static final int STANDING_AT = 4;
    private static final int STANDING_BYTES = 20;
    static final int HEAD_BYTES = STANDING_AT + STANDING_BYTES + 36;
    private static final int LONGEST_ATTRIBUTES = 1 << 20;

    /** The bytes of a file are not those that were written: to read it again would not help. */
    static final class DamagedException extends IOException {

        private static final long serialVersionUID = 1;

        DamagedException(String message) {
            super(message);
        }
    }

    private final Path path;
    /** Events of it that are not done. Guarded by the index. */
    private int live;
    /** Its size: it goes with its last event. */
    private long bytes;

    private EventFile(Path path) {
        this.path = path;
    }

    /**
     * Writes a new file. Returns when it, though perhaps not its name, is on the disk.
     *
     * @throws IOException if it cannot be written; nothing is left of it then
     */
    static List<StoredEvent> write(Path path, List<Event> events) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".tmp");
        EventFile file = new EventFile(path);
        List<StoredEvent> stored = new ArrayList<>(events.size());
        try {
            try (FileChannel channel =
                    OwnerOnly.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (Event event : events) {
                    stored.add(file.append(channel, event));
                }
                channel.force(false);
            }
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        file.live = stored.size();
        file.bytes = events.stream().mapToLong(Event::storedBytes).sum();
        return stored;
    }

    private StoredEvent append(FileChannel channel, Event event) throws IOException {
        byte[] attributes = event.attributesJson();
        StoredEvent stored = new StoredEvent(
                event.id(),
                event.acceptedMillis(),
                event.receiver(),
                this,
                channel.position(),
                attributes.length,
                event.payload().length,
                checksum(attributes, event.payload()));
        stored.dueMillis = event.acceptedMillis();
        stored.sinceMillis = event.acceptedMillis();
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).putInt(MAGIC);
        putStanding(head, stored);
        head.putLong(stored.id.getMostSignificantBits()).putLong(stored.id.getLeastSignificantBits());
        head.putLong(stored.acceptedMillis).putInt(stored.attributesLength).putInt(stored.payloadLength);
        head.putInt(stored.checksum).flip();
        ByteBuffer[] all = {head, ByteBuffer.wrap(attributes), ByteBuffer.wrap(event.payload())};
        while (all[all.length - 1].hasRemaining() || all[1].hasRemaining() || head.hasRemaining()) {
            channel.write(all);
        }
        return stored;
    }

    private static void putStanding(ByteBuffer buffer, StoredEvent event) {
        buffer.put(event.state.code).put((byte) event.attempts);
        buffer.put(event.receiver.code).put((byte) 0);
        buffer.putLong(event.dueMillis).putLong(event.sinceMillis);
    }

    private static int checksum(byte[] attributes, byte[] payload) {
        CRC32C checksum = new CRC32C();
        checksum.update(attributes);
        checksum.update(payload);
        return (int) checksum.getValue();
    }

    /**
     * Reads the heads of a file's events.
     *
     * @return those that are not done
     * @throws DamagedException if it is damaged
     * @throws IOException if it cannot be read now
     */
    static List<StoredEvent> readHeads(Path path) throws IOException {
        EventFile file = new EventFile(path);
        List<StoredEvent> events = new ArrayList<>();
        long size;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            size = channel.size();
            if (size == 0) {
                throw new DamagedException(path + " is empty");
            }
            long position = 0;
            while (position < size) {
                StoredEvent event = file.readHead(channel, position);
                position += HEAD_BYTES + (long) event.attributesLength + event.payloadLength;
                if (position > size) {
                    throw new DamagedException(path + " is cut");
                }
                if (event.state != State.DONE) {
                    events.add(event);
                }
            }
        }
        file.live = events.size();
        file.bytes = size;
        return events;
    }

    private StoredEvent readHead(FileChannel channel, long position) throws IOException {
        ByteBuffer head = read(channel, position, HEAD_BYTES);
        int magic = head.getInt();
        State state = State.of(head.get());
        int attempts = head.get();
        Receiver receiver = Receiver.of(head.get());
        head.get();
        long due = head.getLong();
        long since = head.getLong();
        UUID id = new UUID(head.getLong(), head.getLong());
        long accepted = head.getLong();
        int attributesLength = head.getInt();
        int payloadLength = head.getInt();
        boolean sound =
                magic == MAGIC && attributesLength >= 0 && attributesLength <= LONGEST_ATTRIBUTES && payloadLength >= 0;
        if (!sound || state == null || receiver == null) {
            throw new DamagedException(path + " is damaged at byte " + position);
        }
        StoredEvent event =
                new StoredEvent(id, accepted, receiver, this, position, attributesLength, payloadLength, head.getInt());
        event.state = state;
        event.attempts = attempts;
        event.dueMillis = due;
        event.sinceMillis = since;
        return event;
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new DamagedException("The file of events ends at byte " + channel.size());
            }
        }
        return bytes.flip();
    }

    /** Reads an event whole. */
    Event read(StoredEvent stored) throws IOException {
        byte[] bytes;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            int length = Math.addExact(stored.attributesLength, stored.payloadLength);
            bytes = read(channel, stored.position + HEAD_BYTES, length).array();
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        if ((int) checksum.getValue() != stored.checksum) {
            throw new DamagedException("Event " + stored.id + " in " + path + " is damaged");
        }
        byte[] payload = new byte[stored.payloadLength];
        System.arraycopy(bytes, stored.attributesLength, payload, 0, payload.length);
        byte[] attributes = new byte[stored.attributesLength];
        System.arraycopy(bytes, 0, attributes, 0, attributes.length);
        return new Event(stored.id, stored.acceptedMillis, stored.receiver, attributes(attributes), payload);
    }

    @SuppressWarnings("unchecked") // As append wrote them.
    private static Map<String, String> attributes(byte[] json) {
        Object attributes = Json.read(json);
        return attributes == null ? Map.of() : (Map<String, String>) attributes;
    }

    long bytes() {
        return bytes;
    }

    /**
     * Writes how an event stands now. It survives the process at once, and the machine when the system writes it.
     *
     * @return the bytes of the disk that are free now: the file's, if all its events are done
     */
    long update(StoredEvent event) throws IOException {
        if (event.state == State.DONE && --live == 0) {
            Files.deleteIfExists(path);
            return bytes;
        }
        ByteBuffer standing = ByteBuffer.allocate(STANDING_BYTES);
        putStanding(standing, event);
        standing.flip();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            while (standing.hasRemaining()) {
                channel.write(standing, event.position + STANDING_AT + standing.position());
            }
        }
        return 0;
    }
}
