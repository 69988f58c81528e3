package dev.effe.tool.pack;

import dev.effe.server.text.Nearest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The classes of a package by name, those of the jars beside them and in {@code lib} too, each with the Java that it is
 * compiled for. Immutable.
 */
record PackedClasses(Map<String, Integer> javaByName) {

    private static final String CLASS = ".class";
    private static final int HEADER_BYTES = 8;
    /** A class file's version is so much more than that of its Java (JVMS 4.1). */
    private static final int FIRST_MAJOR = 44;

    static PackedClasses of(Map<String, byte[]> contents) throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : contents.entrySet()) {
            String path = file.getKey();
            if (path.endsWith(".jar") && path.replaceFirst("^lib/", "").indexOf('/') < 0) {
                addJar(file.getValue(), found);
            } else {
                add(path, file.getValue(), found);
            }
        }
        return new PackedClasses(found);
    }

    private static void addJar(byte[] jar, Map<String, Integer> found) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().endsWith(CLASS)) {
                    add(entry.getName(), in.readNBytes(HEADER_BYTES), found);
                }
            }
        }
    }

    private static void add(String path, byte[] content, Map<String, Integer> found) {
        if (path.endsWith(CLASS) && !path.startsWith("META-INF/") && content.length >= HEADER_BYTES) {
            int major = (content[6] & 0xFF) << 8 | (content[7] & 0xFF);
            found.putIfAbsent(path.substring(0, path.length() - CLASS.length()).replace('/', '.'), major - FIRST_MAJOR);
        }
    }

    Optional<Integer> javaOf(String className) {
        return Optional.ofNullable(javaByName.get(className));
    }

    Optional<String> nearest(String className) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        return javaByName.keySet().stream()
                .filter(name -> name.substring(name.lastIndexOf('.') + 1).equals(simple))
                .findFirst()
                .or(() -> Optional.ofNullable(Nearest.similar(className, javaByName.keySet(), 3)));
    }
}
