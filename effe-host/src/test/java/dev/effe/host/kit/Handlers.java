package dev.effe.host.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages of handlers, as users upload them. */
public final class Handlers {

    private Handlers() {}

    /**
     * A zip with the handler {@link Echo}.
     *
     * @param code what it answers as its code
     */
    public static Path zip(Path folder, String code) {
        return zip(folder, code, Echo.class);
    }

    /** A zip with a handler, which can read the code as {@code code.txt}. */
    public static Path zip(Path folder, String code, Class<?> handler) {
        Path file = folder.resolve(handler.getSimpleName() + "-" + code + ".zip");
        String name = handler.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out);
                InputStream type = handler.getClassLoader().getResourceAsStream(name)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(type.readAllBytes());
            zip.putNextEntry(new ZipEntry("code.txt"));
            zip.write(code.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
