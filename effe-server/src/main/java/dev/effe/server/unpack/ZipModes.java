package dev.effe.server.unpack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipException;

/**
 * The Unix modes of what is in a zip, which {@link java.util.zip.ZipFile} keeps to itself: read from the central
 * directory (PKWARE's APPNOTE, 4.3.12, 4.3.14 to 16 and 4.4.15).
 */
public final class ZipModes {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int HEADER = 0x02014b50;
    private static final int HEADER_BYTES = 46;
    private static final long MAX_DIRECTORY = 64L << 20;

    private ZipModes() {}

    /** The mode of each entry by its name, kind of file included; of two with one name the last. Without those that have none. */
    public static Map<String, Integer> read(Path zip) throws IOException {
        try (FileChannel file = FileChannel.open(zip)) {
            ByteBuffer directory = directory(file);
            Map<String, Integer> modes = new HashMap<>();
            while (directory.remaining() >= HEADER_BYTES && directory.getInt(directory.position()) == HEADER) {
                int at = directory.position();
                byte[] name = new byte[Short.toUnsignedInt(directory.getShort(at + 28))];
                int more = Short.toUnsignedInt(directory.getShort(at + 30))
                        + Short.toUnsignedInt(directory.getShort(at + 32));
                int mode = directory.getInt(at + 38) >>> 16;
                if (directory.remaining() < HEADER_BYTES + name.length + more) {
                    throw malformed();
                }
                directory.position(at + HEADER_BYTES).get(name);
                directory.position(directory.position() + more);
                if (mode != 0) {
                    modes.put(new String(name, StandardCharsets.UTF_8), mode);
                }
            }
            return modes;
        }
    }

    private static ByteBuffer directory(FileChannel file) throws IOException {
        long tailAt = Math.max(0, file.size() - END_BYTES - MAX_COMMENT);
        ByteBuffer tail = read(file, tailAt, file.size() - tailAt);
        for (int end = tail.limit() - END_BYTES; end >= 0; end--) {
            if (tail.getInt(end) == END) {
                long bytes = Integer.toUnsignedLong(tail.getInt(end + 12));
                long endsAt = tailAt + end;
                if (end >= LOCATOR_BYTES && tail.getInt(end - LOCATOR_BYTES) == LOCATOR) {
                    endsAt = tail.getLong(end - LOCATOR_BYTES + 8);
                    ByteBuffer end64 = read(file, endsAt, END64_BYTES);
                    if (end64.getInt(0) != END64) {
                        throw malformed();
                    }
                    bytes = end64.getLong(40);
                }
                return read(file, endsAt - bytes, bytes);
            }
        }
        throw malformed();
    }

    private static ByteBuffer read(FileChannel file, long at, long bytes) throws IOException {
        if (at < 0 || bytes < 0 || bytes > MAX_DIRECTORY || at + bytes > file.size()) {
            throw malformed();
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
            // Goes on.
        }
        return buffer.flip();
    }

    private static ZipException malformed() {
        return new ZipException("its directory is malformed, or has more than " + (MAX_DIRECTORY >> 20) + " MiB");
    }
}
