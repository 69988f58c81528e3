package dev.effe.tool.dev.project;

import dev.effe.tool.dev.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds modules of Maven's and what they need of the same builds. Confined to one thread. */
final class ModuleFinder {

    private final Asked asked;

    /** The poms that were read last. */
    private final Set<Path> files = new TreeSet<>();

    ModuleFinder(Asked asked) {
        this.asked = asked;
    }

    Set<Path> files() {
        return Set.copyOf(files);
    }

    /** The folder whose build makes a file: the nearest one above that has a pom; null if there is none. */
    static @Nullable Path maker(Path code) {
        for (Path folder = code.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(Poms.NAME))) {
                return code.startsWith(folder.resolve("target")) ? folder : null;
            }
        }
        return null;
    }

    /** The modules of folders and those that they need, by folder; first those that others need. */
    Map<Path, Module> modules(Set<Path> folders) throws BuildException, IOException, InterruptedException {
        files.clear();
        folders.forEach(folder -> files.add(folder.resolve(Poms.NAME)));
        Map<Path, Module> modules = new LinkedHashMap<>();
        if (!asked.classPath().isEmpty() && !asked.builtElsewhere()) {
            for (Path folder : folders) {
                modules.put(folder, Conventions.module(folder, asked));
            }
            return modules;
        }
        Map<Path, Poms> builds = new LinkedHashMap<>();
        Map<Path, List<Path>> wanted = new LinkedHashMap<>();
        for (Path folder : new LinkedHashSet<>(folders)) {
            Poms poms = Poms.around(folder);
            files.addAll(poms.files());
            builds.putIfAbsent(poms.root(), poms);
            wanted.computeIfAbsent(poms.root(), root -> new ArrayList<>()).add(folder);
        }
        for (Map.Entry<Path, Poms> build : builds.entrySet()) {
            List<Path> needed = wanted.getOrDefault(build.getKey(), List.of());
            modules.putAll(new MavenBuild(build.getValue(), needed, asked.progress()).modules());
        }
        return modules;
    }

    /** The class path of a module's function: its output and resources, then its libraries. */
    static List<Path> classPath(Module module) {
        Set<Path> path = new LinkedHashSet<>();
        path.add(module.output());
        path.addAll(module.resources());
        path.addAll(module.libraries().run());
        return List.copyOf(path);
    }
}
