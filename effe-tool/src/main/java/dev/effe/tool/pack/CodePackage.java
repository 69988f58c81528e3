package dev.effe.tool.pack;

import dev.effe.server.file.Sha256;
import dev.effe.tool.remote.LambdaFunctions.PackedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The code of a function as it is sent. The same files give the same bytes, whenever and in whatever order they were
 * written; only another Java may compress them otherwise. Immutable.
 */
public final class CodePackage {

    /** The first month whose times need no extra field; Gradle uses the same. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final byte[] zip;
    private final SortedMap<String, PackedFile> files;
    private final PackedClasses classes;

    private CodePackage(byte[] zip, SortedMap<String, PackedFile> files, PackedClasses classes) {
        this.zip = zip;
        this.files = Collections.unmodifiableSortedMap(files);
        this.classes = classes;
    }

    /**
     * Packs code.
     *
     * @param code jars, zips and folders, one at least
     * @throws PackException if one is missing, or all are too much
     */
    public static CodePackage of(List<Path> code) throws IOException {
        PackFiles packed = PackFiles.of(code);
        SortedMap<String, byte[]> contents = packed.contents();
        SortedMap<String, PackedFile> files = new TreeMap<>();
        contents.forEach((path, content) -> {
            if (!path.endsWith("/")) {
                String sha256 = HexFormat.of().formatHex(Sha256.of(content));
                files.put(
                        path,
                        new PackedFile(
                                content.length, sha256, packed.executable().contains(path)));
            }
        });
        byte[] zip = zipped(contents);
        ExecutableBits.mark(zip, packed.executable());
        return new CodePackage(zip, files, PackedClasses.of(contents));
    }

    private static byte[] zipped(Map<String, byte[]> contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            for (Map.Entry<String, byte[]> file : contents.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(TIME);
                out.putNextEntry(entry);
                out.write(file.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** The zip; not to be changed. */
    public byte[] zip() {
        return zip;
    }

    /** The SHA-256 of the zip, in Base64 as AWS has it. */
    public String sha256() {
        return Base64.getEncoder().encodeToString(Sha256.of(zip));
    }

    /** The files in it by path. */
    public SortedMap<String, PackedFile> files() {
        return files;
    }

    /** The Java that a class is compiled for; empty if it is not in it. */
    public Optional<Integer> javaOf(String className) {
        return classes.javaOf(className);
    }

    /** The class in it whose name is nearest to one that is not. */
    public Optional<String> nearestClass(String className) {
        return classes.nearest(className);
    }
}
