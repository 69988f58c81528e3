package dev.effe.server.function;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads class headers, and of each class file no more than that. Its buffers serve one file after the other, so it is
 * confined to one thread.
 */
final class ClassHeaderReader {

    private static final int MAGIC = 0xCAFEBABE;
    private static final int PREVIEW = 0xFFFF;

    /** The bytes that are inflated at once: most of a class file is behind its header and need not be. */
    private static final int CHUNK_BYTES = 2 * 1024;

    private byte[] bytes = new byte[16 * 1024];
    private int[] constants = new int[1024];
    private InputStream in = InputStream.nullInputStream();
    private int filled;
    private int position;

    /** Throws an IOException if it cannot be read, or is no class file. */
    ClassHeader read(InputStream classFile) throws IOException {
        in = classFile;
        filled = 0;
        position = 0;
        try {
            return header();
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("not a class file: a constant is missing", e);
        }
    }

    private ClassHeader header() throws IOException {
        if (u4() != MAGIC) {
            throw new IOException("not a class file");
        }
        int minor = u2();
        int major = u2();
        constantPool();
        int access = u2();
        String name = className(u2());
        return new ClassHeader(name, major, minor == PREVIEW, access, parents());
    }

    /** Notes where each constant is; only those that are asked for are ever decoded. */
    private void constantPool() throws IOException {
        int count = u2();
        if (constants.length < count) {
            constants = new int[count];
        }
        for (int i = 1; i < count; i++) {
            int tag = u1();
            constants[i] = position;
            switch (tag) {
                case 1 -> skip(u2()); // Utf8
                case 7, 8, 16, 19, 20 -> skip(2); // Class, String, MethodType, Module, Package
                case 15 -> skip(3); // MethodHandle
                case 3, 4, 9, 10, 11, 12, 17, 18 -> skip(4); // Integer, Float, references, NameAndType, dynamic
                case 5, 6 -> { // Long and Double count twice
                    skip(8);
                    i++;
                }
                default -> throw new IOException("not a class file: constant with tag " + tag);
            }
        }
    }

    private List<String> parents() throws IOException {
        int superclass = u2();
        int interfaces = u2();
        List<String> parents = new ArrayList<>(interfaces + 1);
        if (superclass != 0) {
            parents.add(className(superclass));
        }
        for (int i = 0; i < interfaces; i++) {
            parents.add(className(u2()));
        }
        return parents;
    }

    private String className(int index) {
        int utf8 = constants[u2At(constants[index])];
        return new String(bytes, utf8 + 2, u2At(utf8), StandardCharsets.UTF_8).replace('/', '.');
    }

    private int u1() throws IOException {
        need(1);
        return bytes[position++] & 0xFF;
    }

    private int u2() throws IOException {
        need(2);
        position += 2;
        return u2At(position - 2);
    }

    private int u4() throws IOException {
        return (u2() << 16) | u2();
    }

    private int u2At(int offset) {
        return ((bytes[offset] & 0xFF) << 8) | (bytes[offset + 1] & 0xFF);
    }

    private void skip(int count) throws IOException {
        need(count);
        position += count;
    }

    /** Reads on until so many bytes from the position on are there. */
    private void need(int count) throws IOException {
        int end = position + count;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        while (filled < end) {
            int read = in.read(bytes, filled, Math.min(bytes.length - filled, Math.max(end - filled, CHUNK_BYTES)));
            if (read < 0) {
                throw new EOFException("not a class file: it ends early");
            }
            filled += read;
        }
    }
}
