package dev.effe.tool.dev.tests;

import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.build.Compilation;
import dev.effe.tool.dev.build.Compiler;
import dev.effe.tool.dev.build.Generations;
import dev.effe.tool.dev.project.Built;
import dev.effe.tool.dev.project.MavenTests;
import dev.effe.tool.dev.project.Module;
import dev.effe.tool.dev.project.TestCode;
import dev.effe.tool.dev.scan.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles tests, and what only they need, if something of that has changed. Confined to one thread. */
final class TestBuild implements AutoCloseable {

    private static final Path HOME = Path.of("target", "effe-dev", "tests");

    private record Compiled(Object cause, Path classes) {}

    private final Map<Path, Generations> generations = new HashMap<>();
    private final Map<Path, Compiled> compiled = new HashMap<>();
    private @Nullable Compiler compiler;

    /**
     * Compiles what has changed.
     *
     * @param built the project as dev has compiled it
     * @param seen the files of tests
     * @throws BuildException if tests do not compile
     */
    List<Target> build(MavenTests found, Built built, Snapshot seen) throws BuildException, IOException {
        Map<Path, Path> current = new HashMap<>(built.classes());
        Map<Path, List<Path>> resources = new HashMap<>();
        built.project().modules().forEach(module -> resources.put(module.output(), module.resources()));
        for (Module helper : found.helpers()) {
            Compilation compilation = helper.compilation(paths -> withCurrent(paths, current));
            current.put(helper.output(), classes(helper.folder(), helper.output(), compilation, seen));
            resources.put(helper.output(), helper.resources());
        }
        List<Target> targets = new ArrayList<>();
        for (TestCode code : found.tests()) {
            targets.add(target(code, current, resources, seen));
        }
        return targets;
    }

    private Target target(TestCode code, Map<Path, Path> current, Map<Path, List<Path>> resources, Snapshot seen)
            throws BuildException, IOException {
        Set<Path> needed = new LinkedHashSet<>();
        List<Path> entries = new ArrayList<>(List.of(code.module().output()));
        entries.addAll(code.libraries());
        for (Path entry : entries) {
            needed.add(current.getOrDefault(entry, entry));
            needed.addAll(resources.getOrDefault(entry, List.of()));
        }
        Compilation compilation = new Compilation(
                code.sources(),
                List.copyOf(needed),
                code.module().libraries().processors(),
                code.module().options());
        Path classes = classes(code.module().folder(), code.output(), compilation, seen);
        current.put(code.output(), classes);
        Set<Path> classPath = new LinkedHashSet<>(List.of(classes));
        classPath.addAll(code.resources());
        classPath.addAll(needed);
        List<Path> own = classPath.stream().filter(current.values()::contains).toList();
        return new Target(code, classes, List.copyOf(classPath), own);
    }

    private static List<Path> withCurrent(List<Path> paths, Map<Path, Path> current) {
        return paths.stream().map(path -> current.getOrDefault(path, path)).toList();
    }

    private Path classes(Path folder, Path output, Compilation compilation, Snapshot seen)
            throws BuildException, IOException {
        Object cause = List.of(compilation, seen.below(compilation.sources()));
        Compiled before = compiled.get(output);
        if (before != null && before.cause.equals(cause) && Files.isDirectory(before.classes)) {
            return before.classes;
        }
        Generations folders = generations(folder, output);
        Path classes = folders.next();
        try {
            compiler().compile(compilation, classes);
        } catch (BuildException | IOException | RuntimeException | Error e) {
            folders.drop(classes);
            throw e;
        }
        compiled.put(output, new Compiled(cause, classes));
        return classes;
    }

    private Compiler compiler() throws IOException {
        Compiler known = compiler;
        if (known == null) {
            known = Compiler.ofThisJava();
            compiler = known;
        }
        return known;
    }

    private Generations generations(Path folder, Path output) throws IOException {
        Generations known = generations.get(output);
        if (known == null) {
            known = Generations.in(folder.resolve(HOME).resolve(String.valueOf(output.getFileName())));
            generations.put(output, known);
        }
        return known;
    }

    @Override
    public void close() throws IOException {
        for (Generations each : generations.values()) {
            each.close();
        }
    }
}
