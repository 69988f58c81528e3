package dev.effe.tool.dev.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerOptionsTest {

    @TempDir
    Path folder;

    private Xml pom(String inside) throws IOException {
        return Xml.read(Files.writeString(folder.resolve("pom.xml"), "<project>" + inside + "</project>"));
    }

    private static String plugin(String name, String inside) {
        return "<build><plugins><plugin><artifactId>" + name + "</artifactId>" + inside + "</plugin></plugins></build>";
    }

    @Test
    void theConfigurationOfThePluginIsStrongerThanProperties() throws IOException {
        assertThat(CompilerOptions.of(pom("<properties><maven.compiler.release>11</maven.compiler.release></properties>"
                        + plugin("maven-compiler-plugin", "<configuration><release>17</release></configuration>"))))
                .containsExactly("--release", "17");
    }

    @Test
    void theExecutionOfMainSourcesIsStrongerStill() throws IOException {
        String execution = "<executions><execution><id>default-testCompile</id><configuration><release>21</release>"
                + "</configuration></execution><execution><id>default-compile</id><configuration><release>11</release>"
                + "</configuration></execution></executions>";
        assertThat(CompilerOptions.of(pom(plugin(
                        "maven-compiler-plugin", "<configuration><release>17</release></configuration>" + execution))))
                .containsExactly("--release", "11");
        assertThat(CompilerOptions.of(pom(plugin("another-plugin", execution)))).isEmpty();
    }

    @Test
    void sourceAndTargetCountWithoutARelease() throws IOException {
        String properties = "<properties><maven.compiler.source>17</maven.compiler.source>"
                + "<maven.compiler.target>17</maven.compiler.target></properties>";
        assertThat(CompilerOptions.of(pom(properties))).containsExactly("-source", "17", "-target", "17");
    }

    @Test
    void valuesWithVariablesAreLeftOut() throws IOException {
        assertThat(CompilerOptions.of(pom(
                        "<properties><maven.compiler.release>${java.version}</maven.compiler.release></properties>")))
                .isEmpty();
    }

    @Test
    void processorsAreNamedAndChecksAreLeftOut() throws IOException {
        assertThat(CompilerOptions.of(pom(plugin(
                        "maven-compiler-plugin",
                        "<configuration><parameters>true</parameters><proc>only</proc>"
                                + "<annotationProcessors><annotationProcessor>a.A</annotationProcessor>"
                                + "<annotationProcessor>b.B</annotationProcessor></annotationProcessors>"
                                + "<compilerArgs><arg>-Xplugin:ErrorProne</arg><arg>-XDshould-stop.ifError=FLOW</arg>"
                                + "<arg>-Werror</arg><arg>-Xlint:all</arg><arg>-J-Xmx1g</arg><arg>-Aa=b</arg></compilerArgs>"
                                + "</configuration>"))))
                .containsExactly("-parameters", "-proc:only", "-processor", "a.A,b.B", "-Aa=b");
    }

    @Test
    void aPomThatIsNoXmlIsNamed() {
        assertThatThrownBy(() -> pom("<broken>"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("pom.xml") + ":1 is no XML: ");
        assertThatThrownBy(() -> Xml.read(Files.writeString(
                        folder.resolve("evil.xml"),
                        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")))
                .isInstanceOf(IOException.class);
    }
}
