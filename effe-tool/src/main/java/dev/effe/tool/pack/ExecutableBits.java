package dev.effe.tool.pack;

import dev.effe.server.unpack.ZipModes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The right to be executed, of files on the disk and in zips; Java's streams of zips read and write none of it. Others
 * than executable files have no mode in a zip, so that they are as they always were. Stateless.
 */
final class ExecutableBits {

    private static final int OWNER_MAY_EXECUTE = 0100;
    private static final int KIND_OF_FILE = 0170000;
    private static final int PLAIN_FILE = 0100000;
    private static final int EXECUTABLE = PLAIN_FILE | 0755;
    /** The system that has written a zip, by PKWARE's APPNOTE 4.4.2, and the version of its own. */
    private static final short UNIX = (short) (3 << 8 | 20);

    private static final int END_BYTES = 22;
    private static final int HEADER_BYTES = 46;

    private ExecutableBits() {}

    /** True if its owner may execute it; false where files have no such right. */
    static boolean isExecutable(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    /** The names of the executable files in a zip. */
    static Set<String> in(Path zip) throws IOException {
        return ZipModes.read(zip).entrySet().stream()
                .filter(entry -> isExecutable(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isExecutable(int mode) {
        int kind = mode & KIND_OF_FILE;
        return (mode & OWNER_MAY_EXECUTE) != 0 && (kind == PLAIN_FILE || kind == 0);
    }

    /** Marks files in the central directory of a zip without a comment, as ZipOutputStream has written it. */
    static void mark(byte[] zip, Set<String> names) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int end = zip.length - END_BYTES;
        int at = bytes.getInt(end + 16);
        while (at < end) {
            int nameBytes = Short.toUnsignedInt(bytes.getShort(at + 28));
            if (names.contains(new String(zip, at + HEADER_BYTES, nameBytes, StandardCharsets.UTF_8))) {
                bytes.putShort(at + 4, UNIX).putInt(at + 38, EXECUTABLE << 16);
            }
            at += HEADER_BYTES
                    + nameBytes
                    + Short.toUnsignedInt(bytes.getShort(at + 30))
                    + Short.toUnsignedInt(bytes.getShort(at + 32));
        }
    }
}
