package dev.effe.tool.dev.project;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.scan.Root;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The functions of effe.yaml. Code that a module of Maven's makes is compiled from its sources. Confined to one thread. */
final class AppSource implements Source {

    private final List<Path> files;
    private final List<String> only;
    private final Asked asked;
    private final ModuleFinder modules;

    /** @param only the functions to serve; empty for all */
    AppSource(List<Path> files, List<String> only, Asked asked) {
        this.files = List.copyOf(files);
        this.only = List.copyOf(only);
        this.asked = asked;
        this.modules = new ModuleFinder(asked);
    }

    @Override
    public Path folder() {
        return files.get(0).toAbsolutePath().normalize().resolveSibling("").normalize();
    }

    @Override
    public Set<Path> files() {
        Set<Path> all = new TreeSet<>(files);
        all.addAll(modules.files());
        return all;
    }

    @Override
    public Project read() throws BuildException, IOException, InterruptedException {
        Map<String, List<Path>> code = new LinkedHashMap<>();
        for (FunctionEntry function :
                AppCheck.ofFiles(files).orThrow().functions().values()) {
            if (only.isEmpty() || only.contains(function.name())) {
                code.put(
                        function.name(),
                        function.program().code().stream().map(AppSource::path).toList());
            }
        }
        Map<Path, Path> makers = makers(code);
        Map<Path, Module> found = makers.isEmpty() ? Map.of() : modules.modules(new LinkedHashSet<>(makers.values()));
        List<Code> functions = new ArrayList<>();
        code.forEach((name, paths) -> functions.add(new Code(name, classPath(paths, makers, found))));
        if (!asked.builtElsewhere()) {
            return new Project(List.copyOf(found.values()), functions, List.of());
        }
        return new Project(List.of(), functions, List.of(sources(code)));
    }

    private static Path path(Mention mention) {
        return Path.of(mention.text()).toAbsolutePath().normalize();
    }

    /** The folders whose builds make code, by that. */
    private Map<Path, Path> makers(Map<String, List<Path>> code) {
        Map<Path, Path> makers = new LinkedHashMap<>();
        if (asked.builtElsewhere()) {
            return makers;
        }
        for (List<Path> paths : code.values()) {
            for (Path path : paths) {
                Path maker = ModuleFinder.maker(path);
                if (maker != null) {
                    makers.put(path, maker);
                }
            }
        }
        return makers;
    }

    private static List<Path> classPath(List<Path> paths, Map<Path, Path> makers, Map<Path, Module> found) {
        Set<Path> classPath = new LinkedHashSet<>();
        for (Path path : paths) {
            Path maker = makers.get(path);
            if (maker == null || !found.containsKey(maker)) {
                classPath.add(path);
            } else {
                classPath.addAll(ModuleFinder.classPath(Objects.requireNonNull(found.get(maker))));
            }
        }
        return List.copyOf(classPath);
    }

    /** All below the file's folder, but for what is built. */
    private Root sources(Map<String, List<Path>> code) {
        Set<Path> skipped = new LinkedHashSet<>();
        for (List<Path> paths : code.values()) {
            for (Path path : paths) {
                skipped.add(path);
                Path maker = ModuleFinder.maker(path);
                if (maker != null) {
                    skipped.add(maker.resolve("target"));
                }
            }
        }
        for (String name : List.of("target", "build", "out", "bin", "node_modules")) {
            skipped.add(folder().resolve(name));
        }
        return new Root(folder(), false, skipped);
    }
}
