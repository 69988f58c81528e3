package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README and the pages of docs lead to each other. */
@Tag("once")
class DocumentationTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    static List<Path> pages() throws IOException {
        Path root = Repository.root();
        try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
            return Stream.concat(
                            docs,
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(root::resolve))
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        List<String> links = LINK.matcher(Files.readString(page))
                .results()
                .map(match -> match.group(1))
                .filter(link -> !link.startsWith("http"))
                .toList();
        for (String link : links) {
            int hash = link.indexOf('#');
            String file = hash < 0 ? link : link.substring(0, hash);
            Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
            assertThat(target).as("%s in %s", link, page).exists();
            if (hash >= 0) {
                assertThat(anchors(target)).as("%s in %s", link, page).contains(link.substring(hash + 1));
            }
        }
    }

    @Test
    void readmeLeadsToEveryPage() throws IOException {
        Path root = Repository.root();
        String readme = Files.readString(root.resolve("README.md"));
        assertThat(readme.lines()).hasSizeLessThanOrEqualTo(150);
        for (Path page : pages()) {
            String name = root.relativize(page).toString();
            assertThat(name.equals("README.md") || readme.contains("](" + name + ")"))
                    .as(name)
                    .isTrue();
        }
    }

    /** {@code .ci/docs} runs the commands: here each has to be one that it runs, or that has a reason not to. */
    @Test
    void everyCommandIsRunOrSaysWhyNot() throws Exception {
        assertThat(problemsOf(Repository.root())).isEmpty();
    }

    @Test
    void aCommandCannotEscape(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("docs"));
        Files.createDirectories(folder.resolve(".ci"));
        Files.writeString(
                folder.resolve("README.md"),
                "Run `./mvnw inline`.\n\n    ./mvnw indented\n\n```\n./mvnw unnamed\n```\n```sh\n./mvnw run\n```\n");
        Files.writeString(folder.resolve("CONTRIBUTING.md"), "");
        Files.writeString(folder.resolve(".ci/docs.list"), "skip README.md ./mvnw gone -- because\nskip\n");

        assertThat(problemsOf(folder))
                .contains("./mvnw inline", "./mvnw indented", "./mvnw unnamed", "./mvnw gone", "no rule: skip")
                .doesNotContain("./mvnw run");
    }

    private static String problemsOf(Path folder) throws Exception {
        Path program = Repository.root().resolve(".ci/Docs.java");
        Process check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), program.toString(), "check")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map((MatchResult match) -> match.group(1))
                .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", ""))
                .map(heading -> heading.replace(' ', '-'))
                .collect(Collectors.toList());
    }
}
