package dev.effe.tool.create;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The parent of functions' poms has no versions of its own: those by which Effe is built are tested. */
class FunctionParentTest {

    private static final Pattern PLUGIN =
            Pattern.compile("<artifactId>(maven-\\S+-plugin)</artifactId>\\s*<version>(\\S+)</version>");
    private static final Pattern PROPERTY = Pattern.compile("<(\\w+\\.version)>(\\S+)</");

    private static String pom(String folder) throws IOException {
        return Files.readString(Path.of("..", folder, "pom.xml"));
    }

    private static Map<String, String> found(Pattern pattern, String pom) {
        Map<String, String> found = new TreeMap<>();
        Matcher matcher = pattern.matcher(pom);
        while (matcher.find()) {
            found.put(matcher.group(1), matcher.group(2));
        }
        return found;
    }

    @Test
    void hasTheVersionsOfPluginsThatEffeIsBuiltBy() throws IOException {
        String own = pom("");
        Map<String, String> versions = found(PLUGIN, own);
        versions.replaceAll((plugin, version) ->
                version.equals("${surefire.version}") ? found(PROPERTY, own).get("surefire.version") : version);

        assertThat(found(PLUGIN, pom("effe-function-parent")))
                .hasSizeGreaterThan(8)
                .satisfies(found -> assertThat(versions).containsAllEntriesOf(found));
    }

    @Test
    void hasTheVersionsOfLibrariesThatEffeIsTestedBy() throws IOException {
        String own = pom("");
        Map<String, String> versions = found(PROPERTY, own);
        Matcher project = Pattern.compile("<version>(\\S+)</version>").matcher(own);
        assertThat(project.find()).isTrue();
        versions.put("effe.version", project.group(1));

        String parent = pom("effe-function-parent");
        assertThat(found(PROPERTY, parent))
                .hasSize(3)
                .satisfies(found -> assertThat(versions).containsAllEntriesOf(found));
        assertThat(parent)
                .contains("<version>" + project.group(1) + "</version>")
                .doesNotContain("<parent>");
    }

    @Test
    void makesThePomsOfExamplesShort() throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("../effe-examples"))) {
            for (Path pom : examples.map(example -> example.resolve("pom.xml")).toList()) {
                if (Files.exists(pom)) {
                    assertThat(Files.readAllLines(pom)).as(pom.toString()).hasSizeLessThanOrEqualTo(70);
                }
            }
        }
    }
}
