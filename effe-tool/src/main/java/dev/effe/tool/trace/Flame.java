package dev.effe.tool.trace;

import dev.effe.server.text.HtmlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A flame graph as SVG: a box for each span, as wide as its time, below that of its parent. Confined to one thread. */
final class Flame {

    private static final int WIDTH = 1200;
    private static final int ROW = 22;
    private static final int CHAR = 7;
    private static final int COLOURS = 8;
    /** A narrower box is a line. */
    private static final double LEAST = 0.5;

    /** Boxes that the page has room for; narrow ones beyond it are left out. */
    private static final int MOST_BOXES = 5_000;

    /** Where a row is taken: pairs of left and right. */
    private final List<List<double[]>> rows = new ArrayList<>();

    private final StringBuilder boxes = new StringBuilder();
    private int drawn;

    private Flame() {}

    /** One trace, from left to right as its time went by; what goes on side by side is below each other. */
    static String of(MergedTrace trace) {
        Flame flame = new Flame();
        double scale = WIDTH / (double) Math.max(1, trace.nanos());
        trace.roots().forEach(root -> flame.add(root, -1, trace.start(), scale));
        return flame.svg("Flame graph of trace " + trace.id());
    }

    private void add(TraceSpan span, int above, long start, double scale) {
        double left = (span.start() - start) * scale;
        double right = left + Math.max(LEAST, span.nanos() * scale);
        int row = freeRow(above + 1, left, right);
        String text = span.function() + ": " + span.name() + ", " + Millis.of(span.nanos()) + ", self "
                + Millis.of(span.selfNanos()) + (span.failure().isEmpty() ? "" : ", failed: " + span.failure());
        box(
                left,
                right,
                row,
                new Label(span.function(), span.name(), text, !span.failure().isEmpty()));
        span.children().forEach(child -> add(child, row, start, scale));
    }

    private int freeRow(int from, double left, double right) {
        int row = from;
        while (row < rows.size() && rows.get(row).stream().anyMatch(taken -> taken[0] < right && left < taken[1])) {
            row++;
        }
        while (rows.size() <= row) {
            rows.add(new ArrayList<>());
        }
        rows.get(row).add(new double[] {left, right});
        return row;
    }

    /** The sums of many traces: the wider, the more time went there. */
    static String of(Sums sums) {
        Flame flame = new Flame();
        double scale = WIDTH / (double) Math.max(1, sums.weight());
        double left = 0;
        for (Sums child : sums.children()) {
            flame.add(child, left, 0, scale);
            left += child.weight() * scale;
        }
        return flame.svg("Flame graph of the sums of " + sums.function());
    }

    private void add(Sums sums, double left, int row, double scale) {
        while (rows.size() <= row) {
            rows.add(new ArrayList<>());
        }
        double right = left + sums.weight() * scale;
        box(left, right, row, new Label(sums.function(), sums.name(), sums.text(), sums.failures() > 0));
        double at = left;
        for (Sums child : sums.children()) {
            add(child, at, row + 1, scale);
            at += child.weight() * scale;
        }
    }

    /** The text of a box. */
    private record Label(String function, String name, String text, boolean failed) {}

    private void box(double left, double right, int row, Label label) {
        double width = right - left;
        if (drawn >= MOST_BOXES && width < 2) {
            return;
        }
        drawn++;
        boxes.append(String.format(
                Locale.ROOT,
                "<g class=\"f%d%s\"><title>%s</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                Math.floorMod(label.function.hashCode(), COLOURS),
                label.failed ? " failed" : "",
                HtmlText.escape(label.text),
                left,
                row * ROW,
                Math.max(LEAST, width),
                ROW - 2));
        int fits = (int) (width - 6) / CHAR;
        if (fits >= 3) {
            String shown = label.name.length() <= fits ? label.name : label.name.substring(0, fits - 1) + "…";
            boxes.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\">%s</text>",
                    left + 4,
                    row * ROW + 14,
                    HtmlText.escape(shown)));
        }
        boxes.append("</g>\n");
    }

    private String svg(String title) {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                        WIDTH,
                        Math.max(1, rows.size()) * ROW,
                        HtmlText.escape(title))
                + boxes + "</svg>";
    }
}
