package dev.effe.tool.dev.project;

import dev.effe.tool.dev.build.BuildException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the annotation processors that a pom names by annotationProcessorPaths. Stateless. */
final class Processors {

    private Processors() {}

    /**
     * Their jars; none where those of the class path count.
     *
     * @param classPath the module's, of every scope
     * @param test what of that is for tests only
     */
    static List<Path> of(Xml pom, List<Path> classPath, List<Path> test) throws BuildException {
        List<Path> jars = new ArrayList<>();
        for (Xml configuration : CompilerOptions.configurations(pom)) {
            for (Xml path : configuration.all("annotationProcessorPaths", "path")) {
                Path jar = jar(path, classPath);
                if (!jars.contains(jar)) { // An effective pom has it twice.
                    jars.add(jar);
                }
            }
        }
        if (!jars.isEmpty()) { // They may use what the module has.
            classPath.stream().filter(path -> !test.contains(path)).forEach(jars::add);
        }
        return jars;
    }

    private static Path jar(Xml path, List<Path> classPath) throws BuildException {
        String group = path.text("groupId").orElse("");
        String artifact = path.text("artifactId").orElse("");
        Optional<String> version = path.text("version");
        if (version.isPresent()) {
            Path jar = repository()
                    .resolve(group.replace('.', '/'))
                    .resolve(artifact)
                    .resolve(version.get())
                    .resolve(artifact + "-" + version.get() + ".jar");
            if (Files.exists(jar)) {
                return jar;
            }
        }
        return classPath.stream()
                .filter(entry -> entry.getFileName().toString().matches("\\Q" + artifact + "\\E-[0-9].*\\.jar"))
                .findFirst()
                .orElseThrow(() -> BuildException.of(
                        "The annotation processor " + group + ":" + artifact
                                + " is not in Maven's repository: build once by Maven, or use --build",
                        ""));
    }

    private static Path repository() {
        String named = System.getProperty("maven.repo.local");
        return named == null ? Path.of(System.getProperty("user.home"), ".m2", "repository") : Path.of(named);
    }
}
