package dev.effe.tool.describe;

import dev.effe.tool.describe.Graph.Edge;
import dev.effe.tool.describe.Graph.Node;
import java.util.List;
import java.util.Locale;

/** A graph as Mermaid's flowchart, which GitHub and many editors draw. */
final class Mermaid {

    private Mermaid() {}

    static String of(Graph graph) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        List<Node> nodes = graph.nodes();
        for (Node node : nodes) {
            text.append("  ").append(id(nodes, node)).append(shape(node)).append('\n');
        }
        for (Edge edge : graph.edges()) {
            String label = edge.text().isEmpty() ? "" : "|" + edge.text() + "|";
            text.append("  ")
                    .append(id(nodes, edge.from()))
                    .append(" -->")
                    .append(label)
                    .append(' ')
                    .append(id(nodes, edge.to()))
                    .append('\n');
        }
        return text.toString();
    }

    /** Such as {@code function2}: a name may be a word of Mermaid's own. */
    private static String id(List<Node> nodes, Node node) {
        return node.kind().name().toLowerCase(Locale.ROOT) + nodes.indexOf(node);
    }

    private static String shape(Node node) {
        String text =
                '"' + node.text().replace("#", "#35;").replace("\"", "#quot;").replace("<", "#lt;") + '"';
        return switch (node.kind()) {
            case ROUTE -> "([" + text + "])";
            case SCHEDULE -> "{{" + text + "}}";
            case FUNCTION -> "[" + text + "]";
            case TOPIC -> "[(" + text + ")]";
        };
    }
}
