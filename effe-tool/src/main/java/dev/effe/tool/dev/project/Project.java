package dev.effe.tool.dev.project;

import dev.effe.tool.dev.scan.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The functions that are to be served. Immutable.
 *
 * @param modules to be compiled; those that others need come first
 * @param functions the code of each function
 * @param triggers further files and folders whose change has a build command run
 */
public record Project(List<Module> modules, List<Code> functions, List<Root> triggers) {

    /** Copies the lists. */
    public Project {
        modules = List.copyOf(modules);
        functions = List.copyOf(functions);
        triggers = List.copyOf(triggers);
    }

    /** The places whose change asks for a reload. */
    public List<Root> watched() {
        Map<Path, Root> roots = new LinkedHashMap<>();
        for (Root trigger : triggers) {
            roots.put(trigger.path(), trigger);
        }
        List<Path> outputs = new ArrayList<>();
        for (Module module : modules) {
            module.sources().forEach(path -> roots.putIfAbsent(path, Root.of(path)));
            module.resources().forEach(path -> roots.putIfAbsent(path, Root.of(path)));
            outputs.add(module.output());
        }
        for (Code code : functions) {
            for (Path path : code.classPath()) {
                if (!outputs.contains(path)) {
                    roots.putIfAbsent(path, Root.compiled(path));
                }
            }
        }
        return List.copyOf(roots.values());
    }

    /** The source of a class; empty if it is none of these. */
    public Optional<Path> source(String className, String fileName) {
        int end = className.lastIndexOf('.');
        String folder = end < 0 ? "" : className.substring(0, end).replace('.', '/');
        for (Path source : sources()) {
            if (source.endsWith(fileName) && Files.isRegularFile(source)) {
                return Optional.of(source);
            }
            Path file = source.resolve(folder).resolve(fileName);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private List<Path> sources() {
        List<Path> sources = new ArrayList<>();
        modules.forEach(module -> sources.addAll(module.sources()));
        triggers.forEach(trigger -> sources.add(trigger.path()));
        triggers.forEach(trigger -> sources.add(trigger.path().resolve("src/main/java")));
        return sources;
    }

    /** The project while it is not known: nothing is served. */
    public static Project none() {
        return new Project(List.of(), List.of(), List.of());
    }

    /** All but the modules: another program compiles them. */
    Project builtElsewhere(Set<Path> more) {
        List<Root> roots = new ArrayList<>(triggers);
        for (Module module : modules) {
            module.sources().forEach(path -> roots.add(Root.of(path)));
        }
        more.forEach(path -> roots.add(Root.of(path)));
        return new Project(List.of(), functions, roots);
    }
}
