package dev.effe.tool.dev;

import dev.effe.server.DevCode;
import dev.effe.server.file.Sha256;
import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.build.Copies;
import dev.effe.tool.dev.build.Generations;
import dev.effe.tool.dev.build.ModuleCompiler;
import dev.effe.tool.dev.project.Code;
import dev.effe.tool.dev.project.Module;
import dev.effe.tool.dev.project.Project;
import dev.effe.tool.dev.scan.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes the code of functions from a project: compiles each module whose sources have changed. Confined to one thread. */
final class Builder implements AutoCloseable {

    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final String SERVICE = "META-INF/services/dev.effe.Logic";

    /** @param cause all that the classes were made of */
    private record Built(Object cause, Path classes) {}

    private final Consumer<String> say;
    private final Copies copies;
    private final Map<Path, Generations> generations = new HashMap<>();
    private final Map<Path, ModuleCompiler> compilers = new HashMap<>();
    private final Map<Path, Built> built = new HashMap<>();
    /** The folder of the classes of each module, by its output. */
    private final Map<Path, Path> current = new HashMap<>();

    /**
     * Nothing is built yet.
     *
     * @param say is given a line that helps
     * @param work a folder of this process alone
     */
    Builder(Consumer<String> say, Path work) {
        this.say = say;
        this.copies = new Copies(work.resolve("copies"));
    }

    /** False if somebody has removed classes, as mvn clean does. */
    boolean isIntact() {
        return built.values().stream().allMatch(module -> Files.isDirectory(module.classes));
    }

    /**
     * Makes the code of each function.
     *
     * @param snapshot what there is of the project's files
     * @throws BuildException if a module cannot be compiled
     */
    Map<String, DevCode> build(Project project, Snapshot snapshot) throws BuildException, IOException {
        current.clear();
        for (Module module : project.modules()) {
            current.put(module.output(), classes(project, module, snapshot, current));
        }
        Map<String, DevCode> code = new LinkedHashMap<>();
        for (Code function : project.functions()) {
            List<Path> classPath = withCurrent(function.classPath(), current).stream()
                    .filter(Files::exists)
                    .toList();
            if (classPath.isEmpty()) {
                throw BuildException.of(
                        (function.function().isEmpty() ? "The function" : function.function()) + " has no classes yet: "
                                + function.classPath().get(0) + " does not exist. Build it",
                        "");
            }
            String fingerprint = classPath + " " + snapshot.below(classPath);
            byte[] digest = Sha256.of(fingerprint.getBytes(StandardCharsets.UTF_8));
            code.put(
                    function.function(),
                    new DevCode(
                            apart(project, classPath, snapshot), HexFormat.of().formatHex(digest)));
        }
        return code;
    }

    /** The folders of the classes of each module that the last build has come to, by the module's output. */
    Map<Path, Path> classes() {
        return Map.copyOf(current);
    }

    /** With copies of what other programs write: the function's own, and folders of classes. */
    private List<Path> apart(Project project, List<Path> classPath, Snapshot snapshot) throws IOException {
        List<Path> apart = new ArrayList<>();
        for (Path path : classPath) {
            boolean ours = project.modules().stream()
                    .anyMatch(module -> module.resources().contains(path) || isClassesOf(module, path));
            boolean others = !ours && (path.equals(classPath.get(0)) || Files.isDirectory(path));
            apart.add(others ? copies.of(path, snapshot.below(List.of(path))) : path);
        }
        return apart;
    }

    private boolean isClassesOf(Module module, Path path) {
        Built known = built.get(module.output());
        return known != null && known.classes.equals(path);
    }

    private static List<Path> withCurrent(List<Path> paths, Map<Path, Path> current) {
        return paths.stream().map(path -> current.getOrDefault(path, path)).toList();
    }

    private Path classes(Project project, Module module, Snapshot snapshot, Map<Path, Path> current)
            throws BuildException, IOException {
        var compilation = module.compilation(paths -> withCurrent(paths, current));
        Map<Path, Object> sources = snapshot.below(module.sources());
        Object libraries = snapshot.below(compilation.classPath());
        Object cause = List.of(compilation, sources, services(module, snapshot), module.logic());
        Built before = built.get(module.output());
        if (before != null && before.cause.equals(cause) && Files.isDirectory(before.classes)) {
            return before.classes;
        }
        Generations folders = generations(module);
        Path classes = folders.next();
        long begin = System.nanoTime();
        try {
            if (!compiler(module).compile(compilation, sources, libraries, classes) && isFunction(module, project)) {
                throw BuildException.of(
                        "There is no source of Java in " + module.sources() + " (--build compiles other languages)",
                        "");
            }
        } catch (BuildException | IOException | RuntimeException | Error e) {
            folders.drop(classes);
            throw e;
        }
        if (System.nanoTime() - begin > SLOW.toNanos()) {
            say.accept(module.name() + " takes longer than " + SLOW.toSeconds() + " s to compile as a whole: --build"
                    + " \"mvn -q compile\" compiles only what has changed");
        }
        addNames(module, classes);
        built.put(module.output(), new Built(cause, classes));
        return classes;
    }

    private static boolean isFunction(Module module, Project project) {
        return project.functions().stream()
                .anyMatch(code -> code.classPath().get(0).equals(module.output()));
    }

    private static Object services(Module module, Snapshot snapshot) {
        List<Object> seen = new ArrayList<>();
        for (Path resources : module.resources()) {
            Object stamp = snapshot.below(List.of(resources)).get(resources.resolve(SERVICE));
            seen.add(stamp == null ? "" : stamp);
        }
        return seen;
    }

    /** Puts beside the classes what says which of them is the function. */
    private static void addNames(Module module, Path classes) throws IOException {
        for (Path resources : module.resources()) {
            Path service = resources.resolve(SERVICE);
            if (Files.isRegularFile(service)) {
                Path copy = classes.resolve(SERVICE);
                Files.createDirectories(copy.resolveSibling(""));
                Files.write(copy, Files.readAllBytes(service));
            }
        }
        if (module.logic().isPresent()) {
            Path manifest = classes.resolve("META-INF/MANIFEST.MF");
            Files.createDirectories(manifest.resolveSibling(""));
            Files.writeString(
                    manifest,
                    "Manifest-Version: 1.0\nEffe-Logic: " + module.logic().get() + "\n");
        }
    }

    private ModuleCompiler compiler(Module module) {
        ModuleCompiler known = compilers.get(module.output());
        if (known == null) {
            known = ModuleCompiler.ofThisJava();
            compilers.put(module.output(), known);
        }
        return known;
    }

    private Generations generations(Module module) throws IOException {
        Generations known = generations.get(module.output());
        if (known == null) {
            known = Generations.in(module.folder().resolve("target").resolve("effe-dev"));
            generations.put(module.output(), known);
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
