package dev.effe.tool.dev.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of maven-surefire-plugin that count in dev, as a pom has them. Immutable.
 *
 * @param includes patterns of files, such as {@code **}{@code /*Test.java}; those of Surefire if the pom has none
 * @param excludes patterns of files
 * @param groups tags, or expressions of tags, one of which a test must fit; none for any test
 * @param excludedGroups those of which a test must fit none
 * @param properties of the system
 * @param environment variables besides those of this process
 * @param arguments for the JVM
 */
public record Surefire(
        List<String> includes,
        List<String> excludes,
        List<String> groups,
        List<String> excludedGroups,
        Map<String, String> properties,
        Map<String, String> environment,
        List<String> arguments) {

    private static final String PLUGIN = "maven-surefire-plugin";
    private static final List<String> USUAL =
            List.of("**/Test*.java", "**/*Test.java", "**/*Tests.java", "**/*TestCase.java");

    /** Copies the collections. */
    public Surefire {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
        groups = List.copyOf(groups);
        excludedGroups = List.copyOf(excludedGroups);
        properties = Map.copyOf(properties);
        environment = Map.copyOf(environment);
        arguments = List.copyOf(arguments);
    }

    /** @param pom an effective one; values that Maven would only know later, such as {@code @{argLine}}, are left out */
    static Surefire of(Xml pom) {
        List<Xml> configurations = configurations(pom);
        List<String> includes = patterns(configurations, "includes");
        List<String> excludes = new ArrayList<>(patterns(configurations, "excludes"));
        includes.stream()
                .filter(pattern -> pattern.startsWith("!"))
                .map(pattern -> pattern.substring(1))
                .forEach(excludes::add);
        List<String> named =
                includes.stream().filter(pattern -> !pattern.startsWith("!")).toList();
        return new Surefire(
                named.isEmpty() ? USUAL : named,
                excludes,
                tags(value(pom, configurations, "groups")),
                tags(value(pom, configurations, "excludedGroups")),
                values(configurations, "systemPropertyVariables"),
                values(configurations, "environmentVariables"),
                value(pom, configurations, "argLine").stream()
                        .filter(line -> !line.contains("@{"))
                        .flatMap(line -> Stream.of(line.split("\\s+")))
                        .toList());
    }

    /** The options of the plugin, then those of its execution that runs tests: the later ones count. */
    private static List<Xml> configurations(Xml pom) {
        List<Xml> found = new ArrayList<>();
        for (Xml plugin : pom.all("build", "plugins", "plugin")) {
            if (plugin.text("artifactId").filter(PLUGIN::equals).isEmpty()) {
                continue;
            }
            found.addAll(plugin.all("configuration"));
            for (Xml execution : plugin.all("executions", "execution")) {
                if (execution.text("id").filter("default-test"::equals).isPresent()) {
                    found.addAll(execution.all("configuration"));
                }
            }
        }
        return found;
    }

    private static List<String> patterns(List<Xml> configurations, String name) {
        List<String> patterns = new ArrayList<>();
        for (Xml configuration : configurations) {
            for (Xml list : configuration.all(name)) {
                patterns.clear();
                for (Xml pattern : list.children()) {
                    Stream.of(pattern.text().split(",", -1))
                            .map(String::strip)
                            .filter(Xml::isPlain)
                            .forEach(patterns::add);
                }
            }
        }
        return patterns;
    }

    private static Optional<String> value(Xml pom, List<Xml> configurations, String name) {
        Optional<String> value = pom.text("properties", name);
        for (Xml configuration : configurations) {
            Optional<String> own = configuration.text(name);
            value = own.isPresent() ? own : value;
        }
        return value;
    }

    private static List<String> tags(Optional<String> text) {
        return text.stream()
                .flatMap(tags -> Stream.of(tags.split(",", -1)))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    private static Map<String, String> values(List<Xml> configurations, String name) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Xml configuration : configurations) {
            for (Xml list : configuration.all(name)) {
                list.children().stream()
                        .filter(value -> !value.text().contains("${"))
                        .forEach(value -> values.put(value.name(), value.text()));
            }
        }
        return values;
    }
}
