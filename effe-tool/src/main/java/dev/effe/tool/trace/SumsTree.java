package dev.effe.tool.trace;

import dev.effe.server.settings.Display;
import dev.effe.tool.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The sums of a function's traces as a tree of lines for a terminal. Stateless. */
final class SumsTree {

    private SumsTree() {}

    static void print(Sums sums, PrintStream out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(sums.function(), "COUNT", "TOTAL", "SELF", "P50", "P99", "FAILED"));
        sums.children().forEach(child -> add(child, "", "", rows));
        Table.print(rows, out);
    }

    private static void add(Sums sums, String own, String below, List<List<String>> rows) {
        rows.add(List.of(
                own + Display.oneLine(sums.name()),
                Integer.toString(sums.count()),
                Millis.of(sums.totalNanos()),
                Millis.of(sums.selfNanos()),
                Millis.of(sums.percentile(50)),
                Millis.of(sums.percentile(99)),
                Integer.toString(sums.failures())));
        List<Sums> children = new ArrayList<>(sums.children());
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            add(children.get(i), below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), rows);
        }
    }
}
