package dev.effe.tool.trace;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.admin.AdminClient;
import dev.effe.tool.admin.Answers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks admin ports for traces, and puts together what each knows of a trace. Confined to one thread. */
final class TraceReader {

    private final List<AdminClient> clients;

    TraceReader(List<AdminClient> clients) {
        this.clients = clients;
    }

    /**
     * The traces of a query, whole as far as those processes know them.
     *
     * @param query as the page has it, such as {@code slowest&most=10}
     * @param slowest the order in which those of several processes are taken: by their times, else by their starts
     * @param most how many
     */
    List<MergedTrace> find(String query, boolean slowest, int most) throws IOException {
        Map<String, MergedTrace> traces = new LinkedHashMap<>();
        Map<String, Long> keys = new HashMap<>();
        for (AdminClient client : clients) {
            for (Map<?, ?> page : pages(client, query)) {
                String id = String.valueOf(page.get("id"));
                traces.computeIfAbsent(id, MergedTrace::new).add(page);
                keys.merge(id, Answers.number(page, slowest ? "nanos" : "start"), Long::max);
            }
        }
        List<MergedTrace> sorted = new ArrayList<>(traces.values());
        sorted.sort(Comparator.comparing(trace -> keys.getOrDefault(trace.id(), 0L), Comparator.reverseOrder()));
        List<MergedTrace> found = new ArrayList<>();
        for (MergedTrace trace : sorted.subList(0, Math.min(most, sorted.size()))) {
            found.add(whole(trace));
        }
        return found;
    }

    /** Asks each process what else it knows of a trace: its part of it may not have matched the query. */
    private MergedTrace whole(MergedTrace trace) throws IOException {
        if (clients.size() > 1) {
            for (AdminClient client : clients) {
                for (Map<?, ?> page : pages(client, "id=" + AdminClient.escaped(trace.id()))) {
                    trace.add(page);
                }
            }
        }
        return trace.link();
    }

    private static List<Map<?, ?>> pages(AdminClient client, String query) throws IOException {
        List<Map<?, ?>> pages = new ArrayList<>();
        try {
            for (Object each : Answers.list(client.send("GET", "/traces?" + query, null), "traces")) {
                pages.add((Map<?, ?>) each);
            }
        } catch (ToolException e) {
            throw String.valueOf(e.getMessage()).contains("answers 404")
                    ? new ToolException(client.base() + " keeps no traces: start the server with --traces 2000")
                    : e;
        }
        return pages;
    }
}
