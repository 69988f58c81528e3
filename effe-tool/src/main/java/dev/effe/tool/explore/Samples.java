package dev.effe.tool.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The sample events beside an application: JSON files in its folder and in {@code events}. Immutable.
 *
 * @param files in the order of their numbers, which begin with 1
 */
record Samples(List<Path> files) {

    private static final int MOST = 99;
    /** Files of other tools. */
    private static final Set<String> OTHERS = Set.of("package.json", "package-lock.json", "tsconfig.json");

    Samples {
        files = List.copyOf(files);
    }

    static Samples beside(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        add(folder, files);
        add(folder.resolve("events"), files);
        return new Samples(files.subList(0, Math.min(MOST, files.size())));
    }

    private static void add(Path folder, List<Path> files) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> found = Files.list(folder)) {
            found.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !OTHERS.contains(file.getFileName().toString()))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .forEach(files::add);
        }
    }
}
