package dev.effe.tool.create;

import dev.effe.tool.create.Template.Sources;
import dev.effe.tool.kubernetes.BaseFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a new project, by their paths in it. Used by one thread. */
final class ProjectFiles {

    private static final List<String> WRAPPER = List.of("mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties");
    /** Where a project has Effe's artifacts. */
    private static final String REPOSITORY = ".effe/repository";

    private static final String RELATIVE_PATH = "<relativePath>../../effe-function-parent</relativePath>";
    private static final String PUBLISHED = "<relativePath/>";
    private static final String REPOSITORIES = """

              <repositories>
                <!-- Effe itself, until it is published. -->
                <repository>
                  <id>effe</id>
                  <url>file://${project.basedir}/.effe/repository</url>
                  <snapshots>
                    <updatePolicy>always</updatePolicy>
                  </snapshots>
                </repository>
              </repositories>
            </project>
            """;
    private static final String OF_REPOSITORY =
            "`.effe` has Effe's own jars, which are not published yet: commit it, so that this builds elsewhere, too.\n";

    private final Sources sources;
    private final Project project;
    private final ProjectType type;
    private final Optional<Path> repository;
    private final Map<String, byte[]> files = new TreeMap<>();

    private ProjectFiles(Sources sources, Project project, ProjectType type, Optional<Path> repository) {
        this.sources = sources;
        this.project = project;
        this.type = type;
        this.repository = repository;
    }

    /**
     * Makes them.
     *
     * @param repository the distribution's folder of Effe's artifacts, in Maven's layout; none if Maven has them elsewhere
     */
    static Map<String, byte[]> of(Sources sources, Template template, Project project, Optional<Path> repository)
            throws IOException {
        ProjectFiles all = new ProjectFiles(sources, project, template.type(), repository);
        all.addExample(template);
        all.addCommon();
        for (String file : WRAPPER) {
            all.files.put(file, sources.read(file));
        }
        for (String file : BaseFiles.NAMES) {
            String path = "k8s/base/" + file;
            all.files.put(path, sources.read(path));
        }
        if (repository.isPresent()) {
            all.addRepository(repository.get());
        }
        return all.files;
    }

    private void addExample(Template template) throws IOException {
        Rename rename = new Rename(type, project);
        for (Map.Entry<String, String> file : template.example().entrySet()) {
            String text = rename.text(file.getKey(), file.getValue());
            add(rename.path(file.getKey()), file.getKey().equals("pom.xml") ? pom(text) : text);
        }
    }

    private String pom(String text) throws IOException {
        if (repository.isEmpty()) {
            return text.replace(RELATIVE_PATH, PUBLISHED);
        }
        return text.replace(RELATIVE_PATH, "<relativePath>" + parentPom(repository.get()) + "</relativePath>")
                .replaceFirst("</project>\\n$", "")
                .concat(REPOSITORIES);
    }

    /** Maven looks for a parent before it knows what the pom's own repositories are, so its path is told. */
    private static String parentPom(Path repository) throws IOException {
        try (Stream<Path> all = Files.walk(repository)) {
            return all.map(file -> REPOSITORY + "/" + slashed(repository.relativize(file)))
                    .filter(path -> path.matches(".*/effe-function-parent-[^/]*\\.pom"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("There is no effe-function-parent in " + repository));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void addCommon() throws IOException {
        String dockerfile = switch (type) {
            case APP -> "Dockerfile-app";
            case LAMBDA -> "Dockerfile-lambda";
            default -> "Dockerfile";
        };
        add(".gitignore", common("gitignore"));
        add("Dockerfile", common(dockerfile));
        add("README.md", common("README.md") + (repository.isPresent() ? OF_REPOSITORY : ""));
        add("k8s/kustomization.yaml", common("kustomization.yaml"));
    }

    private String common(String file) throws IOException {
        return sources.text("project/" + file)
                .replace("@name@", project.name())
                .replace("@package@", project.packageName())
                .replace("@class@", project.className())
                .replace("@description@", type.description())
                .replace("@develop@", type.develop(project))
                .replace("@serve@", type.serve(project))
                .replace("@ask@", type.ask());
    }

    private void addRepository(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(REPOSITORY + "/" + slashed(folder.relativize(file)), Files.readAllBytes(file));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private void add(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
