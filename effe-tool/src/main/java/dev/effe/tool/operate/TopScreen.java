package dev.effe.tool.operate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The lines of {@code effe top}, each cut to the width, which tables use from the left. Stateless. */
final class TopScreen {

    private static final int CALLS = 5;
    private static final String BARS = " ▁▂▃▄▅▆▇█";
    private static final int GRAPH = 60;

    private static final List<String> SERVERS =
            List.of("STATE", "CALLS/S", "FAILED/S", "P50", "P95", "P99", "IN USE", "QUEUED", "UP", "SERVER", "ADMIN");
    private static final List<String> FUNCTIONS =
            List.of("FUNCTION", "IN USE", "IDLE", "OVERDUE", "MAX", "RUNNING", "QUEUED");
    private static final List<String> ENDED =
            List.of("TOTAL", "QUEUE", "START", "RUN", "OUTCOME", "FUNCTION", "REQUEST", "TRACE");
    private static final List<String> GROUPS =
            List.of("TOPIC", "GROUP", "LAG", "OLDEST", "RUNNING", "PARKED", "DEAD", "STATE");

    private TopScreen() {}

    static List<String> lines(List<ServerFigures> servers, int width) {
        List<String> lines = new ArrayList<>();
        add(lines, "", SERVERS, servers.stream().map(TopScreen::server).toList());
        double[] rates = rates(servers);
        if (rates.length > 1) {
            lines.add("");
            lines.add("calls/s, 10 min  " + graph(rates));
        }
        add(lines, "", FUNCTIONS, functions(servers));
        add(lines, "slowest of 10 min", ENDED, calls(servers, "slowest", "totalMillis"));
        add(lines, "failed last", ENDED, calls(servers, "failed", "at"));
        add(lines, "", GROUPS, groups(servers));
        return lines.stream()
                .map(line -> plain(line))
                .map(line -> line.substring(0, Math.min(line.length(), width)).stripTrailing())
                .toList();
    }

    /** A client and a function choose ids and names: no control character gets to the terminal. */
    private static String plain(String line) {
        return line.replaceAll("\\p{Cntrl}", "?");
    }

    private static void add(List<String> lines, String title, List<String> head, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        if (!title.isEmpty()) {
            lines.add(title);
        }
        List<List<String>> all = new ArrayList<>(List.of(head));
        all.addAll(rows);
        int[] widths = new int[head.size()];
        all.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.toString());
        }
    }

    private static List<String> server(ServerFigures server) {
        if (!server.answers()) {
            return List.of("gone", "", "", "", "", "", "", "", "", "", server.admin());
        }
        boolean ready = "true".equals(server.text("ready"));
        return List.of(
                ready ? "ready" : server.text("state") + ": " + server.text("why"),
                figure(server.last("perSecond")),
                figure(server.last("failedPerSecond")),
                millis(server.last("p50")),
                millis(server.last("p95")),
                millis(server.last("p99")),
                server.sum("inUse") + "/" + server.sum("maxContexts"),
                Long.toString(server.sum("queued")),
                up(ServerFigures.number(server.page(), "uptimeSeconds")),
                server.text("name"),
                server.admin());
    }

    private static List<List<String>> functions(List<ServerFigures> servers) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        List<String> names = List.of("inUse", "idle", "overdue", "maxContexts", "running", "queued");
        for (ServerFigures server : servers) {
            for (Map<?, ?> each : server.list("functions")) {
                double[] sum = sums.computeIfAbsent(server.function(each), key -> new double[names.size()]);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += ServerFigures.number(each, names.get(i));
                }
            }
        }
        List<List<String>> rows = new ArrayList<>();
        sums.forEach((name, sum) -> {
            List<String> row = new ArrayList<>(List.of(name));
            for (double value : sum) {
                row.add(Long.toString(Math.round(value)));
            }
            rows.add(row);
        });
        return rows;
    }

    /** @param order the field by which the greatest come first */
    private static List<List<String>> calls(List<ServerFigures> servers, String list, String order) {
        record Called(ServerFigures server, Map<?, ?> call) {}
        Comparator<Called> first = order.equals("at")
                ? Comparator.comparing(each -> String.valueOf(each.call.get(order)))
                : Comparator.comparingDouble(each -> ServerFigures.number(each.call, order));
        return servers.stream()
                .flatMap(server -> server.list(list).stream().map(each -> new Called(server, each)))
                .sorted(first.reversed())
                .limit(CALLS)
                .map(each -> call(each.server, each.call))
                .toList();
    }

    private static List<String> call(ServerFigures server, Map<?, ?> call) {
        Function<String, String> time = name -> millis(ServerFigures.number(call, name));
        return List.of(
                time.apply("totalMillis"),
                time.apply("queueMillis"),
                time.apply("startMillis"),
                time.apply("runMillis"),
                String.valueOf(call.get("outcome")),
                server.function(call),
                String.valueOf(call.get("id")),
                call.get("traceId") instanceof String trace ? trace : "");
    }

    /** Groups are those of all processes, which each server tells: the first that knows one counts. */
    private static List<List<String>> groups(List<ServerFigures> servers) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (ServerFigures server : servers) {
            for (Map<?, ?> topic : server.list("topics")) {
                for (Map<?, ?> group : ServerFigures.list(topic, "groups")) {
                    String key = topic.get("topic") + " " + group.get("group");
                    rows.putIfAbsent(key, group(topic, group));
                }
            }
        }
        return List.copyOf(rows.values());
    }

    private static List<String> group(Map<?, ?> topic, Map<?, ?> group) {
        List<String> row = new ArrayList<>();
        row.add(String.valueOf(topic.get("topic")));
        Stream.of("group", "lag").forEach(name -> row.add(String.valueOf(group.get(name))));
        row.add(group.get("oldestSeconds") + " s");
        Stream.of("running", "parked", "dead").forEach(name -> row.add(String.valueOf(group.get(name))));
        row.add(Boolean.TRUE.equals(group.get("paused")) ? "paused" : "delivering");
        return row;
    }

    /** The rates of all servers together, of equal slices of ten minutes, the newest last. */
    private static double[] rates(List<ServerFigures> servers) {
        double[] sums = new double[GRAPH];
        long newest = 0;
        for (ServerFigures server : servers) {
            newest = Math.max(newest, Math.round(server.last("at")));
        }
        double slice = 600_000.0 / GRAPH;
        for (ServerFigures server : servers) {
            double[] own = new double[GRAPH];
            int[] counts = new int[GRAPH];
            for (Map<?, ?> sample : server.list("samples")) {
                int at = GRAPH - 1 - (int) ((newest - ServerFigures.number(sample, "at")) / slice);
                if (at >= 0 && at < GRAPH) {
                    own[at] += ServerFigures.number(sample, "perSecond");
                    counts[at]++;
                }
            }
            for (int i = 0; i < GRAPH; i++) {
                sums[i] += counts[i] == 0 ? 0 : own[i] / counts[i];
            }
        }
        return newest == 0 ? new double[0] : sums;
    }

    private static String graph(double[] values) {
        double most = 0;
        for (double value : values) {
            most = Math.max(most, value);
        }
        StringBuilder graph = new StringBuilder();
        for (double value : values) {
            graph.append(BARS.charAt(most == 0 ? 0 : (int) Math.ceil(value / most * (BARS.length() - 1))));
        }
        return graph + "  most " + figure(most);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value != 0 && value < 10 ? "%.1f" : "%.0f", value);
    }

    private static String millis(double millis) {
        return millis >= 1000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000)
                : String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    private static String up(double seconds) {
        long minutes = Math.round(Math.floor(seconds / 60));
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h";
    }
}
