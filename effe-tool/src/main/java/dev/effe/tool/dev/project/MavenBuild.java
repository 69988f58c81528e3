package dev.effe.tool.dev.project;

import dev.effe.tool.dev.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The modules of a build of Maven's. Maven's answer is kept until a pom changes. Confined to one thread. */
final class MavenBuild {

    private static final Path SUM = Maven.HOME.resolve("checksum.txt");

    private final Poms poms;
    private final List<Path> wanted;
    private final Consumer<String> progress;

    /** @param wanted the folders of the modules that are needed, of one build */
    MavenBuild(Poms poms, List<Path> wanted, Consumer<String> progress) {
        this.poms = poms;
        this.wanted = List.copyOf(wanted);
        this.progress = progress;
    }

    /** The modules that are needed and what they need of the same build, by folder; first those that others need. */
    Map<Path, Module> modules() throws BuildException, IOException, InterruptedException {
        Path root = poms.root();
        Path sum = root.resolve(SUM);
        String expected = poms.checksum() + " " + wanted;
        if (!Files.exists(sum) || !Files.readString(sum).equals(expected) || !isComplete()) {
            Files.deleteIfExists(sum);
            Maven.run(root, wanted, progress);
            Files.writeString(sum, expected);
        }
        return read();
    }

    private boolean isComplete() throws IOException {
        Path effective = poms.root().resolve(Maven.EFFECTIVE_POM);
        if (!Files.exists(effective)) {
            return false;
        }
        for (Path folder : wanted) {
            if (!MavenModule.isKept(folder)) {
                return false;
            }
        }
        return true;
    }

    private Map<Path, Module> read() throws BuildException, IOException {
        Xml top = Xml.read(poms.root().resolve(Maven.EFFECTIVE_POM));
        List<Xml> projects = top.name().equals("project") ? List.of(top) : top.all("project");
        Map<Path, Module> modules = new LinkedHashMap<>();
        for (Xml project : projects) {
            Path folder = project.text("artifactId").flatMap(poms::folder).orElse(null);
            boolean hasCode = project.text("packaging").filter("pom"::equals).isEmpty();
            if (folder != null && hasCode) {
                modules.put(folder, MavenModule.of(folder, project));
            }
        }
        return withResources(needed(modules));
    }

    /** Without those that only tests need. */
    private Map<Path, Module> needed(Map<Path, Module> modules) {
        Set<Path> folders = new HashSet<>(wanted);
        Set<Path> outputs = new HashSet<>();
        List<Module> dependentFirst = new ArrayList<>(modules.values());
        Collections.reverse(dependentFirst);
        for (Module module : dependentFirst) {
            if (folders.contains(module.folder()) || outputs.contains(module.output())) {
                folders.add(module.folder());
                outputs.addAll(module.libraries().compile());
                outputs.addAll(module.libraries().run());
            }
        }
        Map<Path, Module> needed = new LinkedHashMap<>(modules);
        needed.keySet().retainAll(folders);
        return needed;
    }

    /** A module that another needs is there with its resources. */
    private static Map<Path, Module> withResources(Map<Path, Module> modules) {
        Map<Path, List<Path>> resources = new LinkedHashMap<>();
        modules.values().forEach(module -> resources.put(module.output(), module.resources()));
        Map<Path, Module> whole = new LinkedHashMap<>();
        modules.forEach((folder, module) -> {
            List<Path> run = new ArrayList<>();
            for (Path entry : module.libraries().run()) {
                run.add(entry);
                run.addAll(resources.getOrDefault(entry, List.of()));
            }
            Libraries libraries = new Libraries(
                    module.libraries().compile(), run, module.libraries().processors());
            whole.put(
                    folder,
                    new Module(
                            module.name(),
                            folder,
                            module.sources(),
                            module.resources(),
                            module.output(),
                            libraries,
                            module.options(),
                            module.logic()));
        });
        return whole;
    }
}
