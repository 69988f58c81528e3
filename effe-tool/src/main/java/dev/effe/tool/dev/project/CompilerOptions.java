package dev.effe.tool.dev.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the options of the compiler from a pom, as maven-compiler-plugin does where they are plain. Stateless. */
final class CompilerOptions {

    private static final String PLUGIN = "maven-compiler-plugin";

    private CompilerOptions() {}

    /** @param pom an effective one, or another, of which values with variables are left out */
    static List<String> of(Xml pom) {
        List<Xml> configurations = configurations(pom);
        List<String> options = new ArrayList<>();
        Optional<String> release = value(pom, configurations, "release");
        if (release.isPresent()) {
            options.addAll(List.of("--release", release.get()));
        } else {
            value(pom, configurations, "source").ifPresent(text -> options.addAll(List.of("-source", text)));
            value(pom, configurations, "target").ifPresent(text -> options.addAll(List.of("-target", text)));
        }
        value(pom, configurations, "encoding")
                .or(() -> pom.text("properties", "project.build.sourceEncoding"))
                .ifPresent(text -> options.addAll(List.of("-encoding", text)));
        if (value(pom, configurations, "parameters").filter("true"::equals).isPresent()) {
            options.add("-parameters");
        }
        value(pom, configurations, "proc").ifPresent(text -> options.add("-proc:" + text));
        processors(configurations).ifPresent(names -> options.addAll(List.of("-processor", names)));
        options.addAll(arguments(configurations));
        return options;
    }

    /** The options of the plugin, then those of its execution that compiles main sources. */
    static List<Xml> configurations(Xml pom) {
        List<Xml> found = new ArrayList<>();
        for (Xml plugin : pom.all("build", "plugins", "plugin")) {
            if (plugin.text("artifactId").filter(PLUGIN::equals).isEmpty()) {
                continue;
            }
            found.addAll(plugin.all("configuration"));
            for (Xml execution : plugin.all("executions", "execution")) {
                if (execution.text("id").filter("default-compile"::equals).isPresent()) {
                    found.addAll(execution.all("configuration"));
                }
            }
        }
        return found;
    }

    private static Optional<String> value(Xml pom, List<Xml> configurations, String name) {
        Optional<String> value = pom.text("properties", "maven.compiler." + name);
        for (Xml configuration : configurations) {
            value = configuration.text(name).or(same(value));
        }
        return value;
    }

    private static Supplier<Optional<String>> same(Optional<String> value) {
        return () -> value;
    }

    private static Optional<String> processors(List<Xml> configurations) {
        List<String> names = last(configurations, "annotationProcessors").stream()
                .map(Xml::text)
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(",", names));
    }

    /** The elements of a list; an effective pom repeats those of the plugin in its execution. */
    private static List<Xml> last(List<Xml> configurations, String name) {
        List<Xml> found = List.of();
        for (Xml configuration : configurations) {
            List<Xml> lists = configuration.all(name);
            if (!lists.isEmpty()) {
                List<Xml> inside = lists.get(0).children();
                found = inside.isEmpty() ? lists : inside;
            }
        }
        return found;
    }

    private static List<String> arguments(List<Xml> configurations) {
        List<String> arguments = new ArrayList<>();
        last(configurations, "compilerArgs").forEach(argument -> arguments.add(argument.text()));
        last(configurations, "compilerArgument").forEach(argument -> arguments.add(argument.text()));
        arguments.removeIf(argument -> !Xml.isPlain(argument) || isCheck(argument));
        return arguments;
    }

    /** Lint is for builds; a plugin of the compiler, and what is for its JVM, cannot be had within another process. */
    private static boolean isCheck(String argument) {
        return argument.startsWith("-Xlint")
                || argument.startsWith("-Xdoclint")
                || argument.startsWith("-Xplugin")
                || argument.startsWith("-XD")
                || argument.startsWith("-J")
                || argument.equals("-Werror");
    }
}
