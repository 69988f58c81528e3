package dev.effe.tool.dev.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurefireTest {

    @TempDir
    Path folder;

    private Surefire options(String properties, String plugin) throws IOException {
        Path pom = Files.writeString(
                folder.resolve("pom.xml"),
                "<project><properties>" + properties + "</properties><build><plugins><plugin>"
                        + "<artifactId>maven-surefire-plugin</artifactId>" + plugin
                        + "</plugin></plugins></build></project>");
        return Surefire.of(Xml.read(pom));
    }

    @Test
    void areThoseOfSurefireIfThePomSaysNothing() throws IOException {
        Surefire options = options("", "");
        assertThat(options.includes())
                .containsExactly("**/Test*.java", "**/*Test.java", "**/*Tests.java", "**/*TestCase.java");
        assertThat(options.excludes()).isEmpty();
        assertThat(options.groups()).isEmpty();
        assertThat(options.arguments()).isEmpty();
        assertThat(options.properties()).isEmpty();
    }

    @Test
    void areReadFromThePlugin() throws IOException {
        Surefire options = options("", """
                <configuration>
                  <includes><include>**/*Spec.java, **/*Test.java</include><include>!**/Slow*</include></includes>
                  <excludes><exclude>**/Old*.java</exclude></excludes>
                  <groups>fast, small | tiny</groups>
                  <excludedGroups>slow</excludedGroups>
                  <systemPropertyVariables><one>1</one><later>${surefire.forkNumber}</later></systemPropertyVariables>
                  <environmentVariables><HOME_OF>here</HOME_OF><EMPTY/></environmentVariables>
                  <argLine>-Xss2m  -Da=b</argLine>
                </configuration>
                """);
        assertThat(options)
                .isEqualTo(new Surefire(
                        List.of("**/*Spec.java", "**/*Test.java"),
                        List.of("**/Old*.java", "**/Slow*"),
                        List.of("fast", "small | tiny"),
                        List.of("slow"),
                        Map.of("one", "1"),
                        Map.of("HOME_OF", "here", "EMPTY", ""),
                        List.of("-Xss2m", "-Da=b")));
    }

    @Test
    void ofTheExecutionGoBeforeThoseOfThePluginAndOfProperties() throws IOException {
        String execution = "<executions><execution><id>%s</id><configuration><groups>own</groups><excludes>"
                + "<exclude>A*</exclude></excludes></configuration></execution></executions>";
        String plugin = "<configuration><groups>all</groups><excludes><exclude>B*</exclude></excludes></configuration>";
        Surefire own = options("<groups>any</groups>", plugin + execution.formatted("default-test"));
        assertThat(own.groups()).containsExactly("own");
        assertThat(own.excludes()).containsExactly("A*");
        Surefire other = options("<groups>any</groups>", plugin + execution.formatted("integration"));
        assertThat(other.groups()).containsExactly("all");
        assertThat(other.excludes()).containsExactly("B*");
        assertThat(options("<groups>any</groups><argLine>-Dx=y</argLine>", "")).satisfies(properties -> {
            assertThat(properties.groups()).containsExactly("any");
            assertThat(properties.arguments()).containsExactly("-Dx=y");
        });
    }

    @Test
    void thatMavenWouldOnlyKnowLaterAreLeftOut() throws IOException {
        assertThat(options("", "<configuration><argLine>@{argLine} -Dx=y</argLine></configuration>")
                        .arguments())
                .isEmpty();
    }
}
