package dev.effe.tool.trace;

import dev.effe.server.settings.Display;
import dev.effe.tool.Plural;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A trace as a tree of lines for a terminal. Stateless. */
final class TraceTree {

    private static final long NANOS = 1_000_000_000;

    private TraceTree() {}

    static void print(MergedTrace trace, PrintStream out) {
        Instant start = Instant.ofEpochSecond(trace.start() / NANOS, trace.start() % NANOS);
        out.println("Trace " + trace.id() + "  " + start.toString().replaceFirst("(\\.\\d{3})\\d*Z", "$1Z") + "  "
                + Millis.of(trace.nanos()) + "  " + Plural.of(trace.size(), "span") + ", "
                + Plural.of(trace.functions(), "function") + (trace.isFailed() ? "  FAILED" : ""));
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"", "AT", "TOTAL", "SELF", "STATUS"});
        List<TraceSpan> roots = trace.roots();
        for (TraceSpan root : roots) {
            add(root, "", "", trace.start(), rows);
        }
        int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        for (String[] row : rows) {
            out.println(String.format(
                            Locale.ROOT, "%-" + width + "s  %9s  %9s  %9s  %s", row[0], row[1], row[2], row[3], row[4])
                    .stripTrailing());
        }
    }

    private static void add(TraceSpan span, String own, String below, long start, List<String[]> rows) {
        rows.add(new String[] {
            own + label(span),
            "+" + Millis.of(span.start() - start),
            Millis.of(span.nanos()),
            Millis.of(span.selfNanos()),
            status(span)
        });
        List<TraceSpan> children = span.children();
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            add(children.get(i), below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), start, rows);
        }
    }

    private static String label(TraceSpan span) {
        String attempt = span.attribute("effe.attempt");
        String text = span.attribute("faas.trigger").isEmpty() ? span.name() : span.function() + ": " + span.name();
        return Display.oneLine(text) + (attempt.isEmpty() || attempt.equals("1") ? "" : " (attempt " + attempt + ")");
    }

    private static String status(TraceSpan span) {
        String code = span.attribute("http.response.status_code");
        String failure = Display.oneLine(span.failure());
        if (failure.isEmpty() || failure.equals(code)) {
            return failure.isEmpty() ? code : code + " FAILED";
        }
        return (code.isEmpty() ? "" : code + " ") + "FAILED " + failure;
    }
}
