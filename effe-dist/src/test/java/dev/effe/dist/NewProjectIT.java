package dev.effe.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Projects of {@code effe new}, built by Maven with an empty local repository. What others have published comes from what
 * this build has downloaded, or else from where Maven finds it; Effe's own artifacts only from the project itself.
 */
class NewProjectIT {

    private static final String SETTINGS = """
            <settings>
              <profiles><profile>
                <id>build</id>
                <repositories><repository>
                  <id>build</id><url>file://%1$s</url>
                  <snapshots><enabled>false</enabled></snapshots>
                </repository></repositories>
                <pluginRepositories><pluginRepository>
                  <id>build</id><url>file://%1$s</url>
                  <snapshots><enabled>false</enabled></snapshots>
                </pluginRepository></pluginRepositories>
              </profile></profiles>
              <activeProfiles><activeProfile>build</activeProfile></activeProfiles>
            </settings>
            """;

    @TempDir
    private static Path folder;

    private static Distribution effe;

    @BeforeAll
    static void copy() throws IOException {
        effe = Distribution.in(folder);
        Files.writeString(folder.resolve("settings.xml"), SETTINGS.formatted(System.getProperty("build.repository")));
    }

    private static void run(Path where, String... command) throws Exception {
        ProcessBuilder builder = effe.process(command).directory(where.toFile());
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process process = builder.start();
        String output = Distribution.outputOf(process);
        assertThat(process.exitValue()).as(output).isZero();
    }

    private static Path effeNew(String name, String... arguments) throws Exception {
        Path where = Files.createDirectories(folder.resolve("my projects"));
        String[] command = Stream.concat(Stream.of(effe.launcher(), "new", name), Stream.of(arguments))
                .toArray(String[]::new);
        run(where, command);
        return where.resolve(name);
    }

    private static void maven(Path project, String... arguments) throws Exception {
        String maven = Path.of(System.getProperty("maven.home"), "bin/mvn").toString();
        String[] command = Stream.concat(
                        Stream.of(
                                maven,
                                "-B",
                                "-q",
                                "-gs",
                                folder.resolve("settings.xml").toString(),
                                "-Dmaven.repo.local=" + folder.resolve("repository")),
                        Stream.of(arguments))
                .toArray(String[]::new);
        run(project, command);
    }

    /** As a colleague has it: in another place, and without the distribution that has made it. */
    @Test
    void buildsElsewhereAndServes() throws Exception {
        Path clone = folder.resolve("a clone");
        Files.move(effeNew("my-function"), clone);
        Files.move(effe.home(), folder.resolve("gone"));
        try {
            maven(clone, "verify");
        } finally {
            Files.move(folder.resolve("gone"), effe.home());
        }
        String jar = clone.resolve("target/my-function.jar").toString();
        assertThat(Distribution.serve(
                        effe.process(effe.launcher(), "--function", jar, "--port", "0", "--host", "127.0.0.1")))
                .isEqualTo("Hello from Effe: 1\n");
        assertThat(clone.resolve("target/surefire-reports")).isDirectoryContaining("glob:**MyFunctionTest.txt");
    }

    @Test
    void buildsAHandlerWithItsLibrariesAndAnExecutable() throws Exception {
        Path project = effeNew("handler-of-mine", "--type", "lambda", "--package", "com.acme");
        maven(project, "verify");
        maven(project, "-Pexecutable", "-DskipTests", "package");

        assertThat(project.resolve("target/surefire-reports")).isDirectoryContaining("glob:**HandlerOfMineTest.txt");
        String executable = project.resolve("target/effe.jar").toString();
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        assertThat(Distribution.serve(
                        effe.process(java, "-jar", executable, "--handler", "com.acme.HandlerOfMine", "--port", "0")))
                .isEqualTo("Hello, world\n");
        try (ZipFile jar =
                new ZipFile(project.resolve("target/handler-of-mine.jar").toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains("com/acme/HandlerOfMine.class")
                    .contains("com/amazonaws/services/lambda/runtime/RequestHandler.class")
                    .noneMatch(name -> name.startsWith("dev/effe/"));
        }
    }
}
