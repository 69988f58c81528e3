package dev.effe.server.admin.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tables of events and topics. Stateless. */
final class EventTables {

    private EventTables() {}

    static String events(List<Map<?, ?>> queues) {
        List<List<String>> rows = new ArrayList<>();
        for (Map<?, ?> each : queues) {
            rows.add(cells(each, "function", "pending", "running", "failed"));
        }
        return Html.table("Events", List.of("function", "#pending", "#running", "#failed"), rows);
    }

    static String topics(List<Map<?, ?>> topics) {
        List<List<String>> rows = new ArrayList<>();
        for (Map<?, ?> topic : topics) {
            List<Map<?, ?>> groups = OverviewHtml.list(topic, "groups");
            if (groups.isEmpty()) {
                rows.add(List.of(Html.text(topic.get("topic")), "", "", "", "", "", "", ""));
            }
            for (Map<?, ?> group : groups) {
                List<String> row = new ArrayList<>(List.of(Html.text(topic.get("topic"))));
                row.addAll(cells(group, "group", "lag"));
                row.add(Html.text(group.get("oldestSeconds")) + " s");
                row.addAll(cells(group, "running", "parked", "dead"));
                row.add(Boolean.TRUE.equals(group.get("paused")) ? "paused" : "delivering");
                rows.add(row);
            }
        }
        return Html.table(
                "Topics", List.of("topic", "group", "#lag", "#oldest", "#running", "#parked", "#dead", "state"), rows);
    }

    private static List<String> cells(Map<?, ?> fields, String... names) {
        List<String> cells = new ArrayList<>();
        for (String name : names) {
            cells.add(Html.text(fields.get(name)));
        }
        return cells;
    }
}
