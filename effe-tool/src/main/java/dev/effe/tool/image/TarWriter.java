package dev.effe.tool.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a tar (POSIX ustar) of files that are root's and of no time, so that the same files give the same bytes. */
final class TarWriter {

    static final int BLOCK = 512;

    private static final int NAME_BYTES = 100;
    private static final int PREFIX_BYTES = 155;
    /** The largest size that fits its 11 octal digits. */
    private static final long MAX_SIZE = 0x1_FFFF_FFFFL;

    private static final int SUM_AT = 148;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes the bytes of a file. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** @param name its path, without a slash at its end */
    void folder(String name) throws IOException {
        out.write(header(name + "/", 0755, 0, '5'));
    }

    void file(String name, byte[] bytes) throws IOException {
        file(name, bytes.length, to -> to.write(bytes));
    }

    /** @param size how many bytes the content writes */
    void file(String name, long size, Content content) throws IOException {
        out.write(header(name, 0644, size, '0'));
        content.writeTo(out);
        out.write(new byte[padding(size)]);
    }

    /** The zeros that follow a file up to the next header. */
    static int padding(long size) {
        return (int) Math.floorMod(-size, (long) BLOCK);
    }

    /** Writes the end. */
    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private static byte[] header(String path, int mode, long size, char type) throws ImageException {
        if (size > MAX_SIZE) {
            throw new ImageException(path + " is larger than 8 GiB");
        }
        byte[] header = new byte[BLOCK];
        int cut = cut(path);
        put(header, 0, path.substring(cut));
        put(header, 345, cut == 0 ? "" : path.substring(0, cut - 1));
        put(header, 100, String.format("%07o", mode));
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format("%011o", size));
        put(header, 136, "00000000000");
        header[156] = (byte) type;
        put(header, 257, "ustar\u000000");
        put(header, 329, "0000000");
        put(header, 337, "0000000");
        put(header, SUM_AT, String.format("%06o\u0000 ", sum(header)));
        return header;
    }

    /** Where a long path is cut in two, behind a slash. */
    private static int cut(String path) throws ImageException {
        int cut = 0;
        while (bytes(path.substring(cut)).length > NAME_BYTES) {
            cut = path.indexOf('/', cut) + 1;
            if (cut == 0 || cut == path.length() || bytes(path.substring(0, cut - 1)).length > PREFIX_BYTES) {
                throw new ImageException("The path is too long for a tar: " + path);
            }
        }
        return cut;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = bytes(text);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The sum of a header's bytes, its own field counted as spaces. */
    static int sum(byte[] header) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= SUM_AT && i < SUM_AT + 8 ? ' ' : header[i] & 0xff;
        }
        return sum;
    }
}
