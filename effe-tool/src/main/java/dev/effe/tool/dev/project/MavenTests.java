package dev.effe.tool.dev.project;

import dev.effe.tool.dev.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the tests of modules in what the last run of {@link Maven} left: it is not asked again. Immutable.
 *
 * @param helpers modules of the same builds that only tests need; those that others need come first
 * @param tests of the modules that have some
 */
public record MavenTests(List<Module> helpers, List<TestCode> tests) {

    /** Copies the lists. */
    public MavenTests {
        helpers = List.copyOf(helpers);
        tests = List.copyOf(tests);
    }

    /** The tests of the modules of a project. */
    public static MavenTests of(Project project) throws BuildException, IOException {
        Map<Path, Map<Path, Xml>> builds = new HashMap<>();
        List<TestCode> tests = new ArrayList<>();
        Map<Path, Module> helpers = new LinkedHashMap<>();
        Set<Path> known = project.modules().stream().map(Module::folder).collect(Collectors.toSet());
        for (Module module : project.modules()) {
            if (!Files.isRegularFile(module.folder().resolve(Poms.NAME)) || !MavenModule.isKept(module.folder())) {
                continue;
            }
            Poms poms = Poms.around(module.folder());
            Map<Path, Xml> build = builds.get(poms.root());
            if (build == null) {
                build = projects(poms);
                builds.put(poms.root(), build);
            }
            Xml pom = build.get(module.folder());
            if (pom != null) {
                TestCode code = MavenModule.tests(module, pom);
                if (code.sources().stream().anyMatch(MavenTests::hasFiles)) {
                    tests.add(code);
                    addHelpers(code, build, known, helpers);
                }
            }
        }
        return new MavenTests(List.copyOf(helpers.values()), tests);
    }

    /** Has Maven fetch a jar into its repository, as Surefire does. May take seconds. */
    public static void fetch(Path folder, String artifact, Consumer<String> progress)
            throws BuildException, IOException, InterruptedException {
        Maven.fetch(folder, artifact, progress);
    }

    private static Map<Path, Xml> projects(Poms poms) throws IOException {
        Path effective = poms.root().resolve(Maven.EFFECTIVE_POM);
        Map<Path, Xml> projects = new LinkedHashMap<>();
        if (Files.exists(effective)) {
            Xml top = Xml.read(effective);
            for (Xml project : top.name().equals("project") ? List.of(top) : top.all("project")) {
                project.text("artifactId").flatMap(poms::folder).ifPresent(folder -> projects.put(folder, project));
            }
        }
        return projects;
    }

    private static void addHelpers(TestCode code, Map<Path, Xml> build, Set<Path> known, Map<Path, Module> helpers)
            throws BuildException, IOException {
        for (Map.Entry<Path, Xml> other : build.entrySet()) {
            Path folder = other.getKey();
            if (!known.contains(folder) && !helpers.containsKey(folder) && MavenModule.isKept(folder)) {
                Module module = MavenModule.of(folder, other.getValue());
                if (code.libraries().contains(module.output())) {
                    helpers.put(folder, module);
                }
            }
        }
    }

    private static boolean hasFiles(Path folder) {
        try (Stream<Path> files =
                Files.find(folder, 30, (path, attributes) -> path.toString().endsWith(".java"))) {
            return files.findFirst().isPresent();
        } catch (IOException e) {
            return false; // It is not there.
        }
    }
}
