package dev.effe.tool.dev.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.build.Compilation;
import dev.effe.tool.dev.build.Compiler;
import dev.effe.tool.dev.page.TestView;
import dev.effe.tool.dev.project.Built;
import dev.effe.tool.dev.project.Libraries;
import dev.effe.tool.dev.project.Module;
import dev.effe.tool.dev.project.Project;
import dev.effe.tool.dev.project.Source;
import dev.effe.tool.dev.scan.Snapshot;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A module as Maven's run leaves it, with real tests, that a developer saves. */
final class SavedProject implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final List<TestView> views = new CopyOnWriteArrayList<>();
    final List<String> notes = new CopyOnWriteArrayList<>();
    final Path folder;
    final TestRuns runs;

    private final Module module;
    private volatile Built built;
    private int generation;

    SavedProject(Path folder, Duration limit) throws IOException {
        this.folder = folder;
        Path output = folder.resolve("target/classes");
        module = new Module(
                "shop",
                folder,
                List.of(folder.resolve("src/main/java")),
                List.of(),
                output,
                new Libraries(List.of(), List.of(), List.of()),
                List.of(),
                Optional.empty());
        String libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path ->
                        path.matches(".*(junit-|opentest4j|apiguardian|assertj|byte-buddy|jspecify)[^/]*\\.jar"))
                .filter(path -> !path.contains("launcher") && !path.contains("console"))
                .collect(Collectors.joining(File.pathSeparator));
        write("pom.xml", "<project><artifactId>shop</artifactId></project>");
        write("target/effe-dev/class-path.txt", libraries);
        write("target/effe-dev/dependencies.txt", "");
        write("target/effe-dev/effective-pom.xml", """
                <project>
                  <artifactId>shop</artifactId>
                  <build>
                    <testSourceDirectory>src/test/java</testSourceDirectory>
                    <testResources><testResource><directory>src/test/resources</directory></testResource></testResources>
                    <plugins><plugin>
                      <artifactId>maven-surefire-plugin</artifactId>
                      <configuration>
                        <argLine>-Dgiven=yes</argLine>
                        <excludes><exclude>**/Old*</exclude></excludes>
                        <excludedGroups>slow</excludedGroups>
                        <systemPropertyVariables><given.too>yes</given.too></systemPropertyVariables>
                        <environmentVariables><GIVEN>yes</GIVEN></environmentVariables>
                      </configuration>
                    </plugin></plugins>
                  </build>
                </project>
                """);
        runs = new TestRuns(
                () -> built,
                new TestRuns.Listener() {
                    @Override
                    public void note(String text) {
                        notes.add(text);
                    }

                    @Override
                    public void ended(TestView view) {
                        views.add(view);
                    }
                },
                Files.createDirectories(folder.resolve("work")),
                limit);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Saves a class of the function, in the package a; dev compiles it later. */
    void main(String name, String body) throws IOException {
        write("src/main/java/a/" + name + ".java", "package a;\npublic class " + name + " {\n" + body + "\n}\n");
    }

    /** Saves a class of the tests, in the package a. */
    void test(String name, String body) throws IOException {
        write("src/test/java/a/" + name + ".java", """
                package a;
                import static org.assertj.core.api.Assertions.assertThat;
                import org.junit.jupiter.api.*;
                class %s {
                %s
                }
                """.formatted(name, body));
    }

    /** A reload, as dev does it. */
    void reload() throws BuildException, IOException {
        built = null;
        Path classes = folder.resolve("target/main-" + ++generation);
        Compilation compilation = module.compilation(paths -> paths);
        Compiler.ofThisJava().compile(compilation, classes);
        Project project = new Project(List.of(module), List.of(), List.of());
        built = new Built(project, Map.of(module.output(), classes), Snapshot.EMPTY, new Nowhere(folder));
    }

    /** Waits for a number of runs, and returns the last. */
    TestView await(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (views.size() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
            synchronized (this) {
                wait(20);
            }
        }
        assertThat(views).as("%s", notes).hasSize(count);
        return views.get(count - 1);
    }

    @Override
    public void close() {
        runs.close();
    }

    private record Nowhere(Path folder) implements Source {

        @Override
        public Set<Path> files() {
            return Set.of();
        }

        @Override
        public Project read() {
            throw new UnsupportedOperationException();
        }
    }
}
