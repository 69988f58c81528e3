package dev.effe.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A table of docs/metrics.md, compared with what a server's metrics say of themselves. */
public final class MetricsPage {

    private MetricsPage() {}

    /** Fails unless the table has exactly the metrics of a scrape whose names are of it, each with its kind and meaning. */
    public static void check(String table, String scrape, Predicate<String> names) throws IOException {
        Path page = Repository.root().resolve("docs/metrics.md");
        String text = Files.readString(page);
        String begin = "<!-- " + table + " -->\n";
        String end = "<!-- /" + table + " -->\n";
        String wanted = begin + "\n" + markdown(scrape, names) + "\n" + end;
        assertThat(text.substring(text.indexOf(begin), text.indexOf(end) + end.length()))
                .as("the table %s in %s, which should be:%n%n%s%n", table, page, wanted)
                .isEqualTo(wanted);
    }

    private static String markdown(String scrape, Predicate<String> names) {
        Map<String, String> types = new HashMap<>();
        Map<String, String> rows = new TreeMap<>();
        scrape.lines().filter(line -> line.startsWith("# ")).forEach(line -> {
            String[] words = line.split(" ", 4);
            if (words[1].equals("TYPE")) {
                types.put(words[2], words[3]);
            } else if (names.test(words[2])) {
                rows.put(words[2], words[3]);
            }
        });
        StringBuilder all = new StringBuilder("| metric | kind | what |\n|---|---|---|\n");
        rows.forEach((name, help) -> all.append("| `")
                .append(name)
                .append("` | ")
                .append(types.get(name))
                .append(" | ")
                .append(help)
                .append(" |\n"));
        return all.toString();
    }
}
