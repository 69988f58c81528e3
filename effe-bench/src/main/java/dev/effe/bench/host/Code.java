package dev.effe.bench.host;

import dev.effe.bench.candidate.EffeFunction;
import dev.effe.bench.candidate.MarkedFunction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes zips of functions. Stateless. */
final class Code {

    static final String HELLO = EffeFunction.class.getName();
    static final String MARKED = MarkedFunction.class.getName();

    private Code() {}

    /** A hello. */
    static byte[] hello() throws IOException {
        return zip(HELLO, "dev.effe.bench.candidate.Compute");
    }

    /** The function that tells its mark, and so many bytes that nothing makes fewer. */
    static byte[] marked(String mark, int bytes) throws IOException {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(made)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            put(zip, MARKED);
            put(zip, MarkedFunction.MARK, mark.getBytes(StandardCharsets.UTF_8));
            byte[] random = new byte[bytes];
            new Random(mark.hashCode()).nextBytes(random);
            put(zip, "data.bin", random);
        }
        return made.toByteArray();
    }

    /** A file of another language. */
    static byte[] file(String name, String text) throws IOException {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(made)) {
            put(zip, name, text.getBytes(StandardCharsets.UTF_8));
        }
        return made.toByteArray();
    }

    private static byte[] zip(String... classes) throws IOException {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(made)) {
            for (String name : classes) {
                put(zip, name);
            }
        }
        return made.toByteArray();
    }

    private static void put(ZipOutputStream zip, String className) throws IOException {
        String file = className.replace('.', '/') + ".class";
        try (InputStream bytes = Code.class.getResourceAsStream('/' + file)) {
            put(zip, file, bytes.readAllBytes());
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
    }
}
