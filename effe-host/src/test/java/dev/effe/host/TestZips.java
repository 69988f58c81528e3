package dev.effe.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips that clients send, good ones and others. */
public final class TestZips {

    private TestZips() {}

    /** A zip of files by their names and texts, in pairs. */
    public static byte[] of(String... namesAndTexts) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            files.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return of(files);
    }

    public static byte[] of(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A zip of one file of zeros. */
    public static byte[] zeros(long size) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(1);
            zip.putNextEntry(new ZipEntry("zeros"));
            byte[] block = new byte[1 << 20];
            for (long left = size; left > 0; left -= block.length) {
                zip.write(block, 0, (int) Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The same zip whose only entry has a Unix mode, such as that of a link. */
    public static byte[] withMode(byte[] zip, int mode) {
        byte[] changed = zip.clone();
        for (int at = changed.length - 4; at >= 0; at--) {
            if (changed[at] == 'P' && changed[at + 1] == 'K' && changed[at + 2] == 1 && changed[at + 3] == 2) {
                changed[at + 5] = 3; // Made on Unix.
                changed[at + 40] = (byte) mode; // The upper half of the external attributes.
                changed[at + 41] = (byte) (mode >> 8);
                return changed;
            }
        }
        throw new AssertionError("no entry");
    }
}
