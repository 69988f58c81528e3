package dev.effe.tool.dev.tests;

import dev.effe.server.file.Sha256;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a project, and which of them name which: by types, and by texts that are names of classes. Immutable.
 */
final class ClassLinks {

    private static final Pattern NO_NAME = Pattern.compile("[^\\p{Alnum}_$/.]+");

    private record Known(String hash, Set<String> names) {}

    private final Map<String, Known> classes;

    private ClassLinks(Map<String, Known> classes) {
        this.classes = classes;
    }

    /** Reads the classes of folders; of two of a name the first counts. */
    static ClassLinks of(Collection<Path> folders) throws IOException {
        Map<String, Known> classes = new HashMap<>();
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                byte[] bytes = Files.readAllBytes(file);
                classes.putIfAbsent(
                        name.substring(0, name.length() - ".class".length()),
                        new Known(HexFormat.of().formatHex(Sha256.of(bytes)), names(bytes)));
            }
        }
        return new ClassLinks(classes);
    }

    /** The class files below a folder. */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    /** Every name in a file's constant pool, in whatever it is written: a descriptor, a signature, an annotation, a text. */
    private static Set<String> names(byte[] bytes) throws IOException {
        Set<String> names = new HashSet<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> addNames(in.readUTF(), names);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++; // A long number takes two places.
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> in.skipNBytes(4);
            }
        }
        return names;
    }

    private static void addNames(String text, Set<String> names) {
        for (String part : NO_NAME.split(text, -1)) {
            String name = part.replace('.', '/');
            names.add(name);
            for (int i = name.indexOf('L'); i >= 0; i = name.indexOf('L', i + 1)) { // A type in a descriptor.
                names.add(name.substring(i + 1));
            }
        }
    }

    /**
     * Returns what a class and all that it needs of the project amount to; another as soon as one of them is another.
     *
     * @param world all else that counts
     */
    String digest(String className, String world) {
        Set<String> reached = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(className));
        while (!open.isEmpty()) {
            String next = open.remove();
            Known known = classes.get(next);
            if (known != null && reached.add(next)) {
                known.names.stream().filter(classes::containsKey).forEach(open::add);
            }
        }
        MessageDigest digest = Sha256.digest();
        digest.update(world.getBytes(StandardCharsets.UTF_8));
        for (String name : reached) {
            digest.update((name + " " + hash(name) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private @Nullable String hash(String name) {
        Known known = classes.get(name);
        return known == null ? null : known.hash;
    }
}
