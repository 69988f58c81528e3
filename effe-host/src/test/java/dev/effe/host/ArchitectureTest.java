package dev.effe.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of docs/ARCHITECTURE.md for the packages of the host, by what the JDK's own jdeps finds in its classes. */
class ArchitectureTest {

    private static final Pattern ARROW = Pattern.compile("\\s+(dev\\.effe\\.host\\.\\S+)\\s+->\\s+(\\S+)\\s.*");

    private static final List<Arrow> arrows = new ArrayList<>();

    /** A class that uses another. */
    private record Arrow(String from, String to) {

        boolean leaves(String... packages) {
            return Set.of(packages).contains(room(from));
        }

        /** The package below that of the host; "" for others. */
        static String room(String type) {
            Matcher matcher =
                    Pattern.compile("dev\\.effe\\.host\\.([a-z]+)\\..*").matcher(type);
            return matcher.matches() ? matcher.group(1) : "";
        }
    }

    @BeforeAll
    static void readClasses() throws Exception {
        Path classes = Path.of(dev.effe.host.model.Limits.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        StringWriter output = new StringWriter();
        int code = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(output),
                        new PrintWriter(output),
                        "-verbose:class",
                        "-filter:none",
                        "--multi-release",
                        "base",
                        classes.toString());
        assertThat(code).as(output.toString()).isZero();
        output.toString()
                .lines()
                .map(ARROW::matcher)
                .filter(Matcher::matches)
                .forEach(matcher -> arrows.add(new Arrow(matcher.group(1), matcher.group(2))));
        assertThat(arrows).hasSizeGreaterThan(100);
    }

    @Test
    void operationsKnowNoInputAndOutput() {
        assertThat(arrows)
                .filteredOn(arrow -> arrow.leaves("model", "api"))
                .noneMatch(arrow -> arrow.to().matches("java\\.(io|nio\\.file|nio\\.channels|net)\\..*")
                        && !arrow.to().equals("java.net.InetSocketAddress"));
    }

    @Test
    void theModelKnowsNothingElse() {
        assertThat(arrows)
                .filteredOn(arrow -> arrow.leaves("model"))
                .allMatch(arrow -> arrow.to().matches("(java|org\\.jspecify|dev\\.effe\\.host\\.model)\\..*"));
    }

    @Test
    void nobodyKnowsNetty() {
        assertThat(arrows).noneMatch(arrow -> arrow.to().startsWith("io.netty."));
    }

    @Test
    void packagesHaveNoCycles() {
        Set<String> pairs = new TreeSet<>();
        for (Arrow arrow : arrows) {
            String from = Arrow.room(arrow.from());
            String to = Arrow.room(arrow.to());
            if (!from.isEmpty() && !to.isEmpty() && !from.equals(to)) {
                pairs.add(from + ">" + to);
            }
        }
        for (int round = pairs.size(); round > 0; round--) { // Removes whoever uses nobody, until there is none.
            pairs.removeIf(pair -> {
                String to = pair.substring(pair.indexOf('>') + 1);
                return pairs.stream().noneMatch(other -> other.startsWith(to + ">"));
            });
        }
        assertThat(pairs).isEmpty();
    }
}
