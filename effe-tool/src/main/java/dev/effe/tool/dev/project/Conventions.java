package dev.effe.tool.dev.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A module that nobody describes: its folders are where everybody has them. Stateless. */
final class Conventions {

    private static final Set<String> NO_SOURCES = Set.of("target", "build", "out", "bin", "node_modules");

    private Conventions() {}

    /** The module of a folder, with the libraries that are asked for. */
    static Module module(Path folder, Asked asked) throws IOException {
        Path pom = folder.resolve(Poms.NAME);
        List<Path> resources = List.of(folder.resolve("src/main/resources"));
        if (!Files.exists(pom)) {
            return module(folder, sources(folder), resources, asked, List.of("-parameters"), Optional.empty());
        }
        Xml project = Xml.read(pom);
        return module(
                folder, sources(folder), resources, asked, CompilerOptions.of(project), ManifestLogic.of(project));
    }

    /** A file that is a function by itself. */
    static Module ofFile(Path file, Path work, Asked asked) {
        return module(work, List.of(file), List.of(), asked, List.of("-parameters"), Optional.empty());
    }

    private static Module module(
            Path folder,
            List<Path> sources,
            List<Path> resources,
            Asked asked,
            List<String> options,
            Optional<String> logic) {
        List<Path> compile = new ArrayList<>(asked.classPath());
        compile.add(asked.api());
        Libraries libraries = new Libraries(compile, asked.classPath(), List.of());
        Path output = folder.resolve("target").resolve("classes");
        return new Module(
                String.valueOf(folder.getFileName()), folder, sources, resources, output, libraries, options, logic);
    }

    private static List<Path> sources(Path folder) throws IOException {
        for (String name : List.of("src/main/java", "src")) {
            Path sources = folder.resolve(name);
            if (Files.isDirectory(sources)) {
                return List.of(sources);
            }
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(path -> Files.isDirectory(path)
                            ? !NO_SOURCES.contains(path.getFileName().toString()) && hasJava(path)
                            : isJava(path))
                    .sorted()
                    .toList();
        }
    }

    /** Returns true if there are sources in a folder. */
    static boolean hasJava(Path folder) {
        if (folder.getFileName() != null && folder.getFileName().toString().startsWith(".")) {
            return false;
        }
        try (Stream<Path> below = Files.find(folder, 20, (path, attributes) -> isJava(path))) {
            return below.findFirst().isPresent();
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }
}
