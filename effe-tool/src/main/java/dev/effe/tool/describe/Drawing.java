package dev.effe.tool.describe;

import dev.effe.server.text.HtmlText;
import dev.effe.tool.describe.Graph.Edge;
import dev.effe.tool.describe.Graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A graph as SVG: a box for each node, in columns, and a curve for each edge. */
final class Drawing {

    private static final int WIDTH = 220;
    private static final int HEIGHT = 40;
    private static final int GAP = 100;
    private static final int ROW = 60;
    private static final int MARGIN = 12;
    private static final int LANE = 14;
    /** More than fit into a box. */
    private static final int MOST_CHARS = 28;

    /** The left end of a slot, at half its height. */
    private record Point(int x, int y) {}

    private final Graph graph;
    private final Columns columns;
    private final int rowsHeight;
    private final Map<Node, Point> places = new HashMap<>();
    /** The slots that an edge goes through, from the left. */
    private final Map<Edge, List<Point>> ways = new HashMap<>();

    private final StringBuilder svg = new StringBuilder();

    private Drawing(Graph graph) {
        this.graph = graph;
        this.columns = new Columns(graph);
        rowsHeight = columns.slots().stream().mapToInt(List::size).max().orElse(0) * ROW;
    }

    static String of(Graph graph) {
        Drawing drawing = new Drawing(graph);
        drawing.place();
        return drawing.draw();
    }

    private void place() {
        int x = MARGIN;
        for (List<Object> slots : columns.slots()) {
            int y = MARGIN + (rowsHeight - slots.size() * ROW) / 2 + ROW / 2;
            for (Object slot : slots) {
                if (slot instanceof Node node) {
                    places.put(node, new Point(x, y));
                } else if (slot instanceof Edge edge) {
                    ways.computeIfAbsent(edge, any -> new ArrayList<>()).add(new Point(x, y));
                }
                y += ROW;
            }
            x += WIDTH + GAP;
        }
    }

    private String draw() {
        int lanes = (int) graph.edges().stream().filter(columns::isBack).count();
        int loops = lanes == 0 ? 0 : GAP / 2; // An arrow that points back begins to the right of its box.
        int width = 2 * MARGIN + columns.slots().size() * (WIDTH + GAP) - GAP + loops;
        svg.append(String.format(Locale.ROOT, """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" role="img">
            <defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0 0L8 4L0 8z"/></marker></defs>
            """, width, 2 * MARGIN + rowsHeight + lanes * LANE));
        int lane = 0;
        for (Edge edge : graph.edges()) {
            if (columns.isBack(edge)) {
                lane += LANE;
                drawBack(edge, MARGIN + rowsHeight + lane);
            } else {
                drawForth(edge);
            }
        }
        graph.nodes().forEach(this::draw);
        return svg.append("</svg>").toString();
    }

    private void drawForth(Edge edge) {
        Point from = place(edge.from());
        Point at = new Point(from.x + WIDTH, from.y);
        StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "M%d %d", at.x, at.y));
        for (Point past : ways.getOrDefault(edge, List.of())) {
            path.append(curve(at, past)).append(String.format(Locale.ROOT, "H%d", past.x + WIDTH));
            at = new Point(past.x + WIDTH, past.y);
        }
        Point to = place(edge.to());
        path.append(curve(at, to));
        draw(path.toString(), edge.text(), (at.x + to.x) / 2, (at.y + to.y) / 2 - 4);
    }

    private static String curve(Point from, Point to) {
        int middle = (from.x + to.x) / 2;
        return String.format(Locale.ROOT, "C%d %d %d %d %d %d", middle, from.y, middle, to.y, to.x, to.y);
    }

    /** Below all columns. */
    private void drawBack(Edge edge, int y) {
        Point from = place(edge.from());
        Point to = place(edge.to());
        int x = from.x + WIDTH;
        int bend = GAP / 2;
        String path = String.format(
                        Locale.ROOT, "M%d %dC%d %d %d %d %d %d", x, from.y, x + bend, from.y, x + bend, y, x, y)
                + String.format(
                        Locale.ROOT, "H%dC%d %d %d %d %d %d", to.x, to.x - bend, y, to.x - bend, to.y, to.x, to.y);
        draw(path, edge.text(), (x + to.x) / 2, y - 4);
    }

    private void draw(String path, String label, int x, int y) {
        svg.append(String.format(Locale.ROOT, "<path class=\"edge\" d=\"%s\"/>%n", path));
        if (!label.isEmpty()) {
            svg.append(String.format(
                    Locale.ROOT, "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>%n", x, y, HtmlText.escape(label)));
        }
    }

    private void draw(Node node) {
        Point place = place(node);
        String kind = node.kind().name().toLowerCase(Locale.ROOT);
        String text = node.text();
        String shown = text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS - 1) + "…";
        int round = node.kind() == Graph.Kind.FUNCTION ? 4 : HEIGHT / 2;
        svg.append(String.format(
                        Locale.ROOT, "<g class=\"%s\"><title>%s %s</title>", kind, kind, HtmlText.escape(text)))
                .append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>",
                        place.x,
                        place.y - HEIGHT / 2,
                        WIDTH,
                        HEIGHT,
                        round))
                .append(String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\">%s</text></g>%n",
                        place.x + WIDTH / 2,
                        place.y + 5,
                        HtmlText.escape(shown)));
    }

    private Point place(Node node) {
        return places.getOrDefault(node, new Point(0, 0));
    }
}
