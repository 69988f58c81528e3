package dev.effe.server.admin.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of traces as HTML: the spans of each as a tree, with the time in which each went on. Stateless. */
public final class TraceHtml {

    private static final List<String> HEAD = List.of("span", "function", "#at", "#time", "status", "when");
    private static final int MOST_DEPTH = 40;

    private TraceHtml() {}

    /**
     * Makes it.
     *
     * @param page the fields of the page of JSON
     */
    public static String of(Map<?, ?> page) {
        StringBuilder body =
                new StringBuilder("<header><h1>Traces</h1>\n<p><a href=\"/\">Overview</a></p></header>\n<main>\n");
        List<Map<?, ?>> traces = OverviewHtml.list(page, "traces");
        if (traces.isEmpty()) {
            body.append("<p>There is no such trace (any more): the newest are kept, as many as --traces says.</p>\n");
        }
        traces.forEach(trace -> body.append(section(trace)));
        return PageFrame.still("Traces – effe", body.append("</main>\n").toString());
    }

    private static String section(Map<?, ?> trace) {
        List<Map<?, ?>> spans = new ArrayList<>(OverviewHtml.list(trace, "spans"));
        spans.sort((one, other) -> Long.compare(nanos(one, "start"), nanos(other, "start")));
        Map<Object, List<Map<?, ?>>> children = new LinkedHashMap<>();
        spans.forEach(span -> children.put(span.get("id"), new ArrayList<>()));
        List<Map<?, ?>> roots = new ArrayList<>();
        long end = Long.MIN_VALUE;
        for (Map<?, ?> span : spans) {
            children.getOrDefault(span.get("parent"), roots).add(span);
            end = Math.max(end, nanos(span, "end"));
        }
        long start = spans.isEmpty() ? 0 : nanos(spans.get(0), "start");
        Scale scale = new Scale(start, Math.max(1, end - start));
        List<List<String>> rows = new ArrayList<>();
        roots.forEach(root -> add(root, 0, children, scale, rows));
        String id = String.valueOf(trace.get("id"));
        return "<section><h2>Trace <code>" + Html.text(id) + "</code></h2>\n<p>Request <code>"
                + Html.text(trace.get("request")) + "</code></p>\n" + Html.table("Trace " + id, HEAD, rows)
                + "</section>\n";
    }

    /** The time of a trace. */
    private record Scale(long start, long nanos) {

        double percent(long at) {
            return 100.0 * (at - start) / nanos;
        }
    }

    private static void add(
            Map<?, ?> span, int depth, Map<Object, List<Map<?, ?>>> children, Scale scale, List<List<String>> rows) {
        long start = nanos(span, "start");
        long end = nanos(span, "end");
        Object failure = span.get("failure");
        Object status =
                span.get("attributes") instanceof Map<?, ?> known ? known.get("http.response.status_code") : null;
        rows.add(List.of(
                "&emsp;".repeat(Math.min(depth, MOST_DEPTH)) + Html.text(span.get("name")),
                Html.text(span.get("function")),
                Html.millis((start - scale.start) / 1e6),
                Html.millis((end - start) / 1e6),
                Html.text(failure == null ? status : failure),
                bar(scale.percent(start), scale.percent(end))));
        children.getOrDefault(span.get("id"), List.of()).forEach(child -> add(child, depth + 1, children, scale, rows));
    }

    private static String bar(double from, double to) {
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 100 7\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                        + "<rect x=\"%.2f\" width=\"%.2f\" height=\"7\"/></svg>",
                from,
                Math.max(0.5, to - from));
    }

    private static long nanos(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
