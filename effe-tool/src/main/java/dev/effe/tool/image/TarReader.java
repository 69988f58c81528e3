package dev.effe.tool.image;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds the files of a tar: those of an OCI layout have short names, so ustar is enough. */
final class TarReader {

    private static final byte[] END = new byte[TarWriter.BLOCK];
    private static final Pattern OCTAL = Pattern.compile("[0-7]+");

    /** Where in the tar a file is. */
    record Place(long offset, long size) {}

    private TarReader() {}

    /** The files by name, without {@code ./}. */
    static Map<String, Place> places(Path tar) throws IOException {
        Map<String, Place> places = new HashMap<>();
        try (RandomAccessFile file = new RandomAccessFile(tar.toFile(), "r")) {
            byte[] header = new byte[TarWriter.BLOCK];
            while (file.length() - file.getFilePointer() >= TarWriter.BLOCK) {
                file.readFully(header);
                if (Arrays.equals(header, END)) {
                    return places;
                }
                Place place = new Place(file.getFilePointer(), size(tar, header));
                if (header[156] == '0' || header[156] == 0) {
                    places.put(name(header), place);
                }
                long next = place.offset() + place.size() + TarWriter.padding(place.size());
                if (next > file.length()) {
                    break;
                }
                file.seek(next);
            }
        }
        throw new ImageException(tar + " is cut");
    }

    /** Octal, without a sign: a size that is negative would send the reader back. At most 12 digits, which is 64 GiB. */
    private static long size(Path tar, byte[] header) throws ImageException {
        String sum = text(header, 148, 8).strip();
        String size = text(header, 124, 12).strip();
        if (!OCTAL.matcher(sum).matches()
                || Long.parseLong(sum, 8) != TarWriter.sum(header)
                || !OCTAL.matcher(size).matches()) {
            throw new ImageException(tar + " is no tar, or a compressed one, or damaged");
        }
        return Long.parseLong(size, 8);
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
        String path = prefix.isEmpty() ? name : prefix + "/" + name;
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static String text(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return new String(header, at, end - at, StandardCharsets.UTF_8);
    }
}
