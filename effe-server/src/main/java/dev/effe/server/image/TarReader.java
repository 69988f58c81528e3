package dev.effe.server.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Finds the files of a tar: those of an OCI layout have short names, so ustar is enough. */
final class TarReader {

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
                if (header[0] == 0) {
                    return places;
                }
                Place place = new Place(file.getFilePointer(), size(tar, header));
                if (header[156] == '0' || header[156] == 0) {
                    places.put(name(header), place);
                }
                file.seek(place.offset() + place.size() + TarWriter.padding(place.size()));
            }
        }
        throw new EOFException(tar + " is cut");
    }

    private static long size(Path tar, byte[] header) throws ImageException {
        try {
            if (Integer.parseInt(text(header, 148, 8).strip(), 8) == TarWriter.sum(header)) {
                return Long.parseLong(text(header, 124, 12).strip(), 8);
            }
        } catch (NumberFormatException e) {
            // As if the sum were wrong.
        }
        throw new ImageException(tar + " is no tar, or a compressed one");
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
