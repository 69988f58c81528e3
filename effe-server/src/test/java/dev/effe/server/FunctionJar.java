package dev.effe.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Packs classes of these tests as a user's build does: {@code new FunctionJar().add(Acme.class).jar(file)}. */
final class FunctionJar {

    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    FunctionJar() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    FunctionJar add(Class<?> type) {
        files.put(fileOf(type), bytesOf(type));
        return this;
    }

    FunctionJar add(String file, byte[] content) {
        files.put(file, content);
        return this;
    }

    /** Adds a class as if it were compiled for another Java. */
    FunctionJar addFor(int java, Class<?> type) {
        byte[] bytes = bytesOf(type);
        bytes[7] = (byte) (java + 44);
        files.put(fileOf(type), bytes);
        return this;
    }

    FunctionJar manifest(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    /** Adds what another jar holds, its manifest but for Effe's own mark too, as a fat jar's build does. */
    FunctionJar merge(Path jar) throws IOException {
        try (JarFile other = new JarFile(jar.toFile())) {
            other.getManifest().getMainAttributes().forEach((name, value) -> {
                if (!name.toString().startsWith("Effe-")) {
                    manifest.getMainAttributes().put(name, value);
                }
            });
            for (Enumeration<JarEntry> entries = other.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    try (InputStream content = other.getInputStream(entry)) {
                        files.put(entry.getName(), content.readAllBytes());
                    }
                }
            }
        }
        return this;
    }

    /** Puts another text, of the same length, wherever a text in ASCII stands in a file: in constants of classes too. */
    FunctionJar replace(String text, String other) {
        byte[] from = text.getBytes(StandardCharsets.US_ASCII);
        byte[] to = other.getBytes(StandardCharsets.US_ASCII);
        files.replaceAll((name, content) -> replace(content.clone(), from, to));
        return this;
    }

    private static byte[] replace(byte[] content, byte[] from, byte[] to) {
        for (int i = 0; i + from.length <= content.length; i++) {
            if (Arrays.mismatch(content, i, i + from.length, from, 0, from.length) < 0) {
                System.arraycopy(to, 0, content, i, to.length);
            }
        }
        return content;
    }

    Path jar(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.setLevel(0);
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return file;
    }

    Path folder(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return folder;
    }

    private static String fileOf(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytesOf(Class<?> type) {
        try (InputStream file = type.getResourceAsStream("/" + fileOf(type))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
