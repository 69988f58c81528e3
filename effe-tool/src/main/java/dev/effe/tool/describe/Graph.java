package dev.effe.tool.describe;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.app.Trigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of an application and how they reach each other. Immutable.
 *
 * @param nodes in the order of the file
 * @param edges in the order of the file
 */
record Graph(List<Node> nodes, List<Edge> edges) {

    /** The kinds of parts. */
    enum Kind {
        ROUTE,
        SCHEDULE,
        FUNCTION,
        TOPIC
    }

    /**
     * A part.
     *
     * @param kind the kind
     * @param text its name; for a route the pattern, for a schedule its five fields and its zone, unless that is UTC
     */
    record Node(Kind kind, String text) {}

    /**
     * An arrow.
     *
     * @param text what it stands for: {@code calls}, {@code appends}; "" for what runs a function
     */
    record Edge(Node from, Node to, String text) {}

    /** Copies the lists. */
    Graph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    static Graph of(Application application) {
        Builder graph = new Builder();
        application.functions().values().forEach(graph::add);
        application.topics().keySet().forEach(topic -> graph.node(Kind.TOPIC, topic));
        return new Graph(new ArrayList<>(graph.nodes.values()), graph.edges);
    }

    private static final class Builder {

        private final Map<Node, Node> nodes = new LinkedHashMap<>();
        private final List<Edge> edges = new ArrayList<>();

        Node node(Kind kind, String text) {
            return nodes.computeIfAbsent(new Node(kind, text), node -> node);
        }

        void add(FunctionEntry entry) {
            Node function = node(Kind.FUNCTION, entry.name());
            for (Mention route : entry.links().routes()) {
                edges.add(new Edge(node(Kind.ROUTE, route.text()), function, ""));
            }
            for (Trigger trigger : entry.links().triggers()) {
                edges.add(new Edge(source(trigger), function, ""));
            }
            addAll(function, entry.links().calls(), Kind.FUNCTION, "calls");
            addAll(function, entry.links().appends(), Kind.TOPIC, "appends");
        }

        private Node source(Trigger trigger) {
            String text = trigger.source().text();
            if (trigger instanceof Trigger.OfSchedule schedule) {
                String zone = schedule.zone().getId();
                return node(Kind.SCHEDULE, zone.equals("UTC") ? text : text + " " + zone);
            }
            return node(Kind.TOPIC, text);
        }

        private void addAll(Node function, Collection<Mention> names, Kind kind, String text) {
            for (Mention name : names) {
                edges.add(new Edge(function, node(kind, name.text()), text));
            }
        }
    }
}
