package dev.effe.tool.dev.scan;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The size and time of each file below some roots at one moment. Immutable. */
public final class Snapshot {

    /** A snapshot of no root: no file is there. */
    public static final Snapshot EMPTY = new Snapshot(Map.of());

    private final Map<Root, Map<Path, Stamp>> files;

    private Snapshot(Map<Root, Map<Path, Stamp>> files) {
        this.files = files;
    }

    /** Looks at every file now. A file that vanishes meanwhile is not there. */
    public static Snapshot of(Collection<Root> roots) {
        Map<Root, Map<Path, Stamp>> files = new LinkedHashMap<>();
        for (Root root : roots) {
            files.put(root, below(root));
        }
        return new Snapshot(files);
    }

    private static Map<Path, Stamp> below(Root root) {
        Map<Path, Stamp> found = new TreeMap<>();
        try {
            Files.walkFileTree(root.path(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean hidden = !folder.equals(root.path())
                            && folder.getFileName().toString().startsWith(".");
                    return hidden || root.skipped().contains(folder)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
                    BasicFileAttributes attributes =
                            seen.isSymbolicLink() ? Files.readAttributes(file, BasicFileAttributes.class) : seen;
                    long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
                    found.put(file, new Stamp(attributes.size(), modified));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // It has gone, or may not be read: the compiler says so.
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // As for a folder that has gone.
        }
        return found;
    }

    /** The files of these paths, each of which a root has: for comparison with others. */
    public Map<Path, Object> below(Collection<Path> paths) {
        Map<Path, Object> found = new TreeMap<>();
        for (Map.Entry<Root, Map<Path, Stamp>> root : files.entrySet()) {
            if (paths.contains(root.getKey().path())) {
                found.putAll(root.getValue());
            }
        }
        return found;
    }

    /** The files that are in one of the two only, or differ. */
    public Set<Path> differences(Snapshot other) {
        Map<Path, Stamp> mine = all();
        Map<Path, Stamp> others = other.all();
        Set<Path> different = new TreeSet<>();
        mine.forEach((file, stamp) -> {
            if (!stamp.equals(others.get(file))) {
                different.add(file);
            }
        });
        others.keySet().stream().filter(file -> !mine.containsKey(file)).forEach(different::add);
        return different;
    }

    private Map<Path, Stamp> all() {
        Map<Path, Stamp> all = new TreeMap<>();
        files.values().forEach(all::putAll);
        return all;
    }

    /** The files below roots that another program writes and that are in one of the two only, or differ. */
    boolean differsInCompiled(Snapshot other) {
        return !compiled().equals(other.compiled());
    }

    private List<Map<Path, Stamp>> compiled() {
        List<Map<Path, Stamp>> compiled = new ArrayList<>();
        files.forEach((root, found) -> {
            if (root.compiled()) {
                compiled.add(found);
            }
        });
        return compiled;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Snapshot snapshot && files.equals(snapshot.files);
    }

    @Override
    public int hashCode() {
        return files.hashCode();
    }
}
