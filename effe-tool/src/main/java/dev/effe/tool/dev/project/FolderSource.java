package dev.effe.tool.dev.project;

import dev.effe.server.settings.UsageException;
import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.scan.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A folder with a pom, or with sources of Java, that is one function. Confined to one thread. */
final class FolderSource implements Source {

    private static final Set<String> OUTPUTS = Set.of("target", "build", "out", "bin", "node_modules");

    private final Path folder;
    private final Asked asked;
    private final ModuleFinder modules;

    FolderSource(Path folder, Asked asked) {
        this.folder = folder;
        this.asked = asked;
        this.modules = new ModuleFinder(asked);
        boolean described =
                Files.exists(folder.resolve(Poms.NAME)) || !asked.classPath().isEmpty();
        if (asked.builtElsewhere() && !described) {
            throw new UsageException(
                    "--build needs --class-path, which names the folder of classes that it makes, in " + folder);
        }
        if (!asked.builtElsewhere() && !Files.exists(folder.resolve(Poms.NAME)) && !Conventions.hasJava(folder)) {
            throw new UsageException(folder + " has neither a pom.xml nor sources of Java: name effe.yaml, a folder of"
                    + " Maven's or a file such as Hello.java");
        }
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Set<Path> files() {
        return modules.files().isEmpty() ? Set.of(folder.resolve(Poms.NAME)) : modules.files();
    }

    @Override
    public Project read() throws BuildException, IOException, InterruptedException {
        if (asked.builtElsewhere() && !asked.classPath().isEmpty()) {
            return new Project(List.of(), List.of(new Code("", asked.classPath())), List.of(sources()));
        }
        if (!Files.exists(folder.resolve(Poms.NAME))) {
            return of(List.of(Conventions.module(folder, asked)));
        }
        Map<Path, Module> found = modules.modules(Set.of(folder));
        if (!found.containsKey(folder)) {
            throw BuildException.of(folder + " has no code: its packaging is pom. Name the folder of a module", "");
        }
        Project whole = new Project(
                List.copyOf(found.values()),
                List.of(new Code("", ModuleFinder.classPath(Objects.requireNonNull(found.get(folder))))),
                List.of());
        return asked.builtElsewhere() ? whole.builtElsewhere(Set.of()) : whole;
    }

    private static Project of(List<Module> modules) {
        return new Project(modules, List.of(new Code("", ModuleFinder.classPath(modules.get(0)))), List.of());
    }

    /** All of the folder, but for what builds make. */
    private Root sources() {
        Set<Path> skipped = new HashSet<>(asked.classPath());
        OUTPUTS.forEach(name -> skipped.add(folder.resolve(name)));
        return new Root(folder, false, skipped);
    }
}
