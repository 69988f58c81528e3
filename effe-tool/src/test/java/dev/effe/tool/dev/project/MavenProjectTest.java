package dev.effe.tool.dev.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.scan.Root;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real folders of Maven's, and the real Maven. */
@Tag("once")
class MavenProjectTest {

    private static final String ROOT = """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.acme</groupId>
              <artifactId>root</artifactId>
              <version>1</version>
              <packaging>pom</packaging>
              <modules><module>core</module><module>app</module><module>other</module></modules>
              <properties>
                <maven.compiler.release>17</maven.compiler.release>
                <maven.compiler.parameters>true</maven.compiler.parameters>
                <project.build.sourceEncoding>ISO-8859-1</project.build.sourceEncoding>
              </properties>
            </project>
            """;

    @TempDir
    Path temporary;

    private Path folder;
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        boolean maven = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "mvn")));
        assumeTrue(maven, "mvn is not on the path");
        folder = temporary.toRealPath();
        Files.writeString(folder.resolve("pom.xml"), ROOT);
        module("core", "");
        module("other", "");
        module("app", """
                <dependencies>
                  <dependency><groupId>com.acme</groupId><artifactId>core</artifactId><version>1</version></dependency>
                  <dependency>
                    <groupId>com.acme</groupId><artifactId>other</artifactId><version>1</version><scope>test</scope>
                  </dependency>
                </dependencies>
                <build>
                  <plugins>
                    <plugin>
                      <artifactId>maven-compiler-plugin</artifactId>
                      <configuration>
                        <compilerArgs><arg>-Xlint:all</arg><arg>-Werror</arg><arg>-Akey=value</arg></compilerArgs>
                      </configuration>
                    </plugin>
                    <plugin>
                      <artifactId>maven-jar-plugin</artifactId>
                      <configuration>
                        <archive><manifestEntries><Effe-Logic>com.acme.App</Effe-Logic></manifestEntries></archive>
                      </configuration>
                    </plugin>
                  </plugins>
                </build>
                """);
    }

    private void module(String name, String more) throws IOException {
        Path module = Files.createDirectories(folder.resolve(name));
        Files.writeString(module.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <parent><groupId>com.acme</groupId><artifactId>root</artifactId><version>1</version></parent>
                  <artifactId>%s</artifactId>
                  %s
                </project>
                """.formatted(name, more));
    }

    private Source source(String build) {
        Asked asked = new Asked(List.of(), Optional.ofNullable(build), folder.resolve("api"), progress::add);
        return Sources.of(folder.resolve("app"), List.of(), List.of(), folder.resolve("work"), asked);
    }

    @Test
    void aModuleComesWithThoseThatItNeeds() throws Exception {
        Source source = source(null);
        Project project = source.read();
        assertThat(project.modules()).extracting(Module::name).containsExactly("core", "app");
        Module app = project.modules().get(1);
        assertThat(app.sources()).containsExactly(folder.resolve("app/src/main/java"));
        assertThat(app.options())
                .containsExactly("--release", "17", "-encoding", "ISO-8859-1", "-parameters", "-Akey=value");
        assertThat(app.logic()).hasValue("com.acme.App");
        assertThat(app.libraries().compile()).containsExactly(folder.resolve("core/target/classes"));
        assertThat(project.functions())
                .containsExactly(new Code(
                        "",
                        List.of(
                                folder.resolve("app/target/classes"),
                                folder.resolve("app/src/main/resources"),
                                folder.resolve("core/target/classes"),
                                folder.resolve("core/src/main/resources"))));
        assertThat(project.watched())
                .extracting(Root::path)
                .contains(folder.resolve("core/src/main/java"), folder.resolve("app/src/main/java"))
                .doesNotContain(folder.resolve("other/src/main/java"));
        assertThat(source.files())
                .contains(folder.resolve("pom.xml"), folder.resolve("core/pom.xml"), folder.resolve("app/pom.xml"));
        assertThat(progress).first().asString().contains("Maven is asked for the class path");

        progress.clear();
        assertThat(source(null).read()).isEqualTo(project);
        assertThat(progress).isEmpty();

        Files.writeString(folder.resolve("pom.xml"), ROOT.replace(">17<", ">11<"));
        assertThat(source.read().modules().get(1).options()).startsWith("--release", "11");
        assertThat(progress).isNotEmpty();

        Project built = source("none").read();
        assertThat(built.modules()).isEmpty();
        assertThat(built.functions()).isEqualTo(project.functions());
    }

    @Test
    void theErrorsAndTheCommandOfAMavenThatFailsAreThere() throws IOException {
        Files.writeString(folder.resolve("pom.xml"), ROOT.replace("<version>1</version>", ""));
        assertThatThrownBy(() -> source(null).read()).isInstanceOfSatisfying(BuildException.class, e -> {
            assertThat(e).hasMessage("Maven failed with exit code 1");
            assertThat(e.output()).contains("'version' is missing", "The command was: ", "-pl app");
        });
    }
}
