package dev.effe.tool.dev.project;

import dev.effe.tool.dev.build.BuildException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a module from what a run of {@link Maven} left. Stateless. */
final class MavenModule {

    private static final Set<String> COMPILE = Set.of("compile", "provided", "system");
    private static final Set<String> RUN = Set.of("compile", "runtime");

    private MavenModule() {}

    /** Returns true if the files are there, and what they name. */
    static boolean isKept(Path folder) throws IOException {
        return Files.exists(folder.resolve(Maven.CLASS_PATH))
                && Files.exists(folder.resolve(Maven.DEPENDENCIES))
                && classPath(folder).stream()
                        .allMatch(path -> Files.exists(path) || !path.toString().endsWith(".jar"));
    }

    /** @param pom the effective one */
    static Module of(Path folder, Xml pom) throws BuildException, IOException {
        List<Path> sources = new ArrayList<>();
        pom.text("build", "sourceDirectory").map(folder::resolve).ifPresent(sources::add);
        Path target = pom.text("build", "directory").map(folder::resolve).orElse(folder.resolve("target"));
        sources.addAll(generated(target));
        List<Path> resources = new ArrayList<>();
        pom.all("build", "resources", "resource")
                .forEach(resource ->
                        resource.text("directory").map(folder::resolve).ifPresent(resources::add));
        Path output = pom.text("build", "outputDirectory").map(folder::resolve).orElse(target.resolve("classes"));
        List<Path> classPath = classPath(folder);
        List<Path> test = inScope(folder, classPath, Set.of("test"));
        Libraries libraries = new Libraries(
                inScope(folder, classPath, COMPILE),
                inScope(folder, classPath, RUN),
                Processors.of(pom, classPath, test));
        String name = pom.text("artifactId").orElse(folder.toString());
        return new Module(
                name, folder, sources, resources, output, libraries, CompilerOptions.of(pom), ManifestLogic.of(pom));
    }

    /**
     * The tests of a module.
     *
     * @param pom the effective one
     */
    static TestCode tests(Module module, Xml pom) throws IOException {
        Path folder = module.folder();
        List<Path> sources = pom.text("build", "testSourceDirectory").map(folder::resolve).stream()
                .toList();
        List<Path> resources = new ArrayList<>();
        pom.all("build", "testResources", "testResource")
                .forEach(resource ->
                        resource.text("directory").map(folder::resolve).ifPresent(resources::add));
        Path output = pom.text("build", "testOutputDirectory")
                .map(folder::resolve)
                .orElse(folder.resolve("target/test-classes"));
        return new TestCode(module, sources, resources, output, classPath(folder), Surefire.of(pom));
    }

    /** The sources that plugins generate before the compiler's turn. */
    private static List<Path> generated(Path target) throws IOException {
        Path home = target.resolve("generated-sources");
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(home)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> !folder.endsWith("annotations"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> classPath(Path folder) throws IOException {
        return Stream.of(Files.readString(folder.resolve(Maven.CLASS_PATH))
                        .strip()
                        .split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** Each line is group, artifact, type, perhaps a classifier, version, scope and path. */
    private static List<Path> inScope(Path folder, List<Path> classPath, Set<String> scopes) throws IOException {
        List<String> lines = Files.readString(folder.resolve(Maven.DEPENDENCIES))
                .replaceAll("\\x1b\\[[0-9;]*m", "")
                .lines()
                .map(line -> line.replaceFirst(" -- module .*", "")
                        .replaceFirst(" \\(optional\\)", "")
                        .strip())
                .toList();
        return classPath.stream()
                .filter(path -> scopes.stream()
                        .anyMatch(scope -> lines.stream().anyMatch(line -> line.endsWith(":" + scope + ":" + path))))
                .toList();
    }
}
