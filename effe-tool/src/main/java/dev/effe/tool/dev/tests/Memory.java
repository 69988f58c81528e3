package dev.effe.tool.dev.tests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The latest results of each test class, and what the class was then. Confined to one thread. */
final class Memory {

    private record Known(String digest, List<Result> results) {}

    private final Map<Path, Map<String, Known>> modules = new TreeMap<>();

    /** The test classes that are to be run, with what each is now. */
    Map<String, String> toRun(Target target, String world) throws IOException {
        ClassLinks links = ClassLinks.of(target.own());
        Set<String> names = new TreeSet<>();
        for (Path file : ClassLinks.files(target.classes())) {
            String name = target.classes().relativize(file).toString().replace('\\', '/');
            String type = name.substring(0, name.length() - ".class".length());
            if (type.indexOf('$') < 0 && ClassPattern.isTest(target.code().options(), type)) {
                names.add(type);
            }
        }
        Map<String, Known> known = modules.computeIfAbsent(target.code().output(), output -> new TreeMap<>());
        known.keySet()
                .retainAll(names.stream().map(name -> name.replace('/', '.')).toList());
        Map<String, String> wanted = new TreeMap<>();
        for (String name : names) {
            String digest = links.digest(name, world + libraries(target));
            String className = name.replace('/', '.');
            Known before = known.get(className);
            if (before == null || !before.digest.equals(digest) || isBroken(before)) {
                wanted.put(className, digest);
            }
        }
        return wanted;
    }

    /** The class path but for the project's classes, whose folders are others each time. */
    private static List<Path> libraries(Target target) {
        return target.classPath().stream()
                .filter(path -> !target.own().contains(path))
                .toList();
    }

    private static boolean isBroken(Known known) {
        return known.results.stream().anyMatch(result -> result.failure() != null);
    }

    /** A class has run. */
    void put(Target target, String className, String digest, List<Result> results) {
        modules.computeIfAbsent(target.code().output(), output -> new TreeMap<>())
                .put(className, new Known(digest, List.copyOf(results)));
    }

    /** The results of all classes, of the last run of each. */
    List<Result> all() {
        List<Result> all = new ArrayList<>();
        modules.values().forEach(classes -> classes.values().forEach(known -> all.addAll(known.results)));
        return all;
    }

    /** Forgets modules that have no tests any more. */
    void keep(List<Target> targets) {
        modules.keySet()
                .retainAll(
                        targets.stream().map(target -> target.code().output()).toList());
    }
}
