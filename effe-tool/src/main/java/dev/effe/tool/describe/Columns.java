package dev.effe.tool.describe;

import dev.effe.tool.describe.Graph.Edge;
import dev.effe.tool.describe.Graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts a graph's nodes into columns, so that arrows point to the right. An arrow that closes a circle points back. */
final class Columns {

    private final Graph graph;
    private final Set<Edge> back = new LinkedHashSet<>();
    private final Map<Node, Integer> depths = new HashMap<>();
    private final List<List<Object>> slots = new ArrayList<>();

    Columns(Graph graph) {
        this.graph = graph;
        Set<Node> seen = new HashSet<>();
        graph.nodes().stream().filter(this::isFirst).forEach(node -> findBack(node, new HashSet<>(), seen));
        graph.nodes().forEach(node -> findBack(node, new HashSet<>(), seen));
        graph.nodes().forEach(node -> slots(depth(node)).add(node));
        for (Edge edge : graph.edges()) {
            for (int column = depth(edge.from()) + 1; !isBack(edge) && column < depth(edge.to()); column++) {
                slots(column).add(edge);
            }
        }
    }

    private boolean isFirst(Node node) {
        return graph.edges().stream().noneMatch(edge -> edge.to().equals(node));
    }

    /** Goes along the arrows: one that leads to a node on the way there points back. */
    private void findBack(Node node, Set<Node> way, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        way.add(node);
        for (Edge edge : graph.edges()) {
            if (edge.from().equals(node) && way.contains(edge.to())) {
                back.add(edge);
            } else if (edge.from().equals(node)) {
                findBack(edge.to(), way, seen);
            }
        }
        way.remove(node);
    }

    private int depth(Node node) {
        Integer known = depths.get(node);
        if (known != null) {
            return known;
        }
        int depth = 0;
        for (Edge edge : graph.edges()) {
            if (edge.to().equals(node) && !isBack(edge)) {
                depth = Math.max(depth, depth(edge.from()) + 1);
            }
        }
        depths.put(node, depth);
        return depth;
    }

    private List<Object> slots(int column) {
        while (slots.size() <= column) {
            slots.add(new ArrayList<>());
        }
        return slots.get(column);
    }

    /** The columns from the left, each from the top: its nodes, and edges that go past it. */
    List<List<Object>> slots() {
        return slots;
    }

    /** Returns true if the arrow points to the left. */
    boolean isBack(Edge edge) {
        return back.contains(edge);
    }
}
