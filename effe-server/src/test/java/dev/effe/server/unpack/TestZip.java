package dev.effe.server.unpack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes zips as Unix tools do, with modes and links, and as attackers do. */
final class TestZip {

    private static final int HEADER = 0x02014b50;
    private static final int LINK = 0120777;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);
    private final List<Integer> modes = new ArrayList<>();
    private final List<String[]> renamed = new ArrayList<>();

    /** @param mode 0 for none, as Java's own tools write it */
    TestZip add(String name, String text, int mode) {
        return add(name, text.getBytes(StandardCharsets.UTF_8), mode);
    }

    TestZip add(String name, byte[] content, int mode) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        modes.add(mode);
        return this;
    }

    TestZip add(String name, String text) {
        return add(name, text, 0);
    }

    TestZip link(String name, String target) {
        return add(name, target, LINK);
    }

    /** A second entry of a name that is there; of the same length as the one under which it is added first. */
    TestZip twin(String name, String text) {
        String other = name.substring(0, name.length() - 1) + "~";
        renamed.add(new String[] {other, name});
        return add(other, text);
    }

    Path write(Path file) throws IOException {
        zip.close();
        byte[] content = bytes.toByteArray();
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int entry = 0;
        int at = buffer.getInt(content.length - 22 + 16);
        while (buffer.getInt(at) == HEADER) {
            int mode = modes.get(entry++);
            if (mode != 0) {
                buffer.put(at + 5, (byte) 3).putInt(at + 38, mode << 16);
            }
            at += 46 + buffer.getShort(at + 28) + buffer.getShort(at + 30) + buffer.getShort(at + 32);
        }
        for (String[] names : renamed) {
            replace(content, names[0].getBytes(StandardCharsets.UTF_8), names[1].getBytes(StandardCharsets.UTF_8));
        }
        return Files.write(file, content);
    }

    private static void replace(byte[] content, byte[] from, byte[] to) {
        for (int i = 0; i + from.length <= content.length; i++) {
            if (Arrays.equals(content, i, i + from.length, from, 0, from.length)) {
                System.arraycopy(to, 0, content, i, to.length);
            }
        }
    }
}
