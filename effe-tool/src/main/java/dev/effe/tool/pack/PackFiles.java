package dev.effe.tool.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Collects the files of a function's code: what is in its first jar, zip or folder, further folders laid below it, and
 * further jars in {@code lib}. A path that is there twice has the first's content, as on a class path. Confined to one
 * thread.
 */
final class PackFiles {

    /** The manifest is first, as java.util.jar.JarInputStream wants it. */
    private static final Comparator<String> ORDER = Comparator.comparing(
                    (String path) -> !path.equals("META-INF/MANIFEST.MF"))
            .thenComparing(Comparator.naturalOrder());

    /** The program of AWS's runtimes provided…; made on Windows, say, it has lost its right. */
    private static final String BOOTSTRAP = "bootstrap";

    private final SortedMap<String, byte[]> files = new TreeMap<>(ORDER);
    private final Set<String> executable = new TreeSet<>();
    private long bytes;

    private PackFiles() {}

    /** The files by path, in the order in which they are packed; a path with a slash at its end is a folder. */
    SortedMap<String, byte[]> contents() {
        return files;
    }

    /** The paths of those that may be executed. */
    Set<String> executable() {
        return executable;
    }

    /**
     * Collects them.
     *
     * @param code jars, zips and folders, one at least
     * @throws PackException if one is missing, or all are too much
     */
    static PackFiles of(List<Path> code) throws IOException {
        PackFiles collected = new PackFiles();
        boolean first = true;
        for (Path path : code) {
            if (Files.isDirectory(path)) {
                collected.addFolder(path);
            } else if (!Files.isRegularFile(path)) {
                throw new PackException(path + " does not exist: build it, or mend the path");
            } else if (first) {
                collected.addZip(path);
            } else {
                collected.add(path, "lib/" + path.getFileName(), Files.newInputStream(path), false);
            }
            first = false;
        }
        if (collected.files.isEmpty()) {
            throw new PackException(code.get(0) + " is empty");
        }
        return collected;
    }

    private void addFolder(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted().toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                if (Files.isRegularFile(path)) {
                    add(folder, name, Files.newInputStream(path), ExecutableBits.isExecutable(path));
                } else if (Files.isDirectory(path) && !name.isEmpty()) {
                    put(folder, name + "/", new byte[0], false);
                }
            }
        }
    }

    private void addZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            ZipEntry entry = zip.getNextEntry();
            if (entry == null) {
                throw new PackException(file + " is no jar and no zip");
            }
            Set<String> marked = ExecutableBits.in(file);
            for (; entry != null; entry = zip.getNextEntry()) {
                add(file, entry.getName(), zip, marked.contains(entry.getName()));
            }
        } catch (ZipException e) {
            throw new PackException(file + " is no whole jar or zip: " + e.getMessage());
        }
    }

    private void add(Path from, String name, InputStream in, boolean isExecutable) throws IOException {
        boolean climbs = name.startsWith("/") || List.of(name.split("/")).contains("..");
        if (climbs) {
            throw new PackException(from + " has the entry " + name + ", which leads out of it");
        }
        try {
            long left = PackLimits.UNZIPPED_BYTES - bytes;
            put(from, name, in.readNBytes((int) left + 1), isExecutable);
        } finally {
            if (!(in instanceof ZipInputStream)) {
                in.close();
            }
        }
    }

    private void put(Path from, String name, byte[] content, boolean isExecutable) throws PackException {
        if (files.putIfAbsent(name, content) == null) {
            bytes += content.length;
            if (isExecutable || name.equals(BOOTSTRAP)) {
                executable.add(name);
            }
        }
        if (bytes > PackLimits.UNZIPPED_BYTES) {
            throw new PackException(
                    from + " is too much code: at most " + PackLimits.UNZIPPED_BYTES + " bytes are allowed, unpacked");
        }
        if (files.size() > PackLimits.ENTRIES) {
            throw new PackException(from + " has too many files: at most " + PackLimits.ENTRIES + " are allowed");
        }
    }
}
