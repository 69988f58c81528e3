package dev.effe.tool.trace;

import dev.effe.server.text.HtmlText;
import dev.effe.tool.Plural;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Traces as one page, which loads nothing else: flame graphs, and tables of the same for those who read. */
final class TracePage {

    private static final long NANOS = 1_000_000_000;

    private TracePage() {}

    /** A page of traces, one after the other. */
    static String of(List<MergedTrace> traces) {
        StringBuilder body = new StringBuilder();
        for (MergedTrace trace : traces) {
            Instant start = Instant.ofEpochSecond(trace.start() / NANOS, trace.start() % NANOS);
            body.append("<h2>Trace <code>").append(HtmlText.escape(trace.id())).append("</code></h2>\n<p>");
            body.append(start).append(", ").append(Millis.of(trace.nanos())).append(", ");
            body.append(Plural.of(trace.size(), "span")).append(", ");
            body.append(Plural.of(trace.functions(), "function"));
            body.append(trace.isFailed() ? ", <strong>failed</strong>" : "").append("</p>\n");
            body.append(Flame.of(trace)).append('\n').append(table(trace));
        }
        return page("Traces", body.toString());
    }

    /** A page of the sums of a function's traces. */
    static String of(Sums sums, int traces) {
        String title = "Traces of " + sums.function();
        return page(
                title,
                "<p>" + Plural.of(traces, "trace")
                        + ", added up. A box is as wide as all the time that went there.</p>\n" + Flame.of(sums) + "\n"
                        + table(sums));
    }

    private static String table(MergedTrace trace) {
        List<String> rows = new ArrayList<>();
        trace.roots().forEach(root -> add(root, 0, trace.start(), rows));
        return "<details><summary>As a table</summary><table>\n"
                + "<tr><th>span<th>function<th>at<th>total<th>self<th>status</tr>\n" + String.join("", rows)
                + "</table></details>\n";
    }

    private static void add(TraceSpan span, int depth, long start, List<String> rows) {
        String status = span.failure().isEmpty() ? span.attribute("http.response.status_code") : span.failure();
        rows.add("<tr><td>" + "&emsp;".repeat(Math.min(depth, 40)) + HtmlText.escape(span.name()) + "<td>"
                + HtmlText.escape(span.function()) + "<td>" + Millis.of(span.start() - start) + "<td>"
                + Millis.of(span.nanos())
                + "<td>" + Millis.of(span.selfNanos()) + "<td>" + HtmlText.escape(status) + "</tr>\n");
        span.children().forEach(child -> add(child, depth + 1, start, rows));
    }

    private static String table(Sums sums) {
        List<String> rows = new ArrayList<>();
        sums.children().forEach(child -> add(child, 0, rows));
        return "<table>\n<tr><th>span<th>function<th>count<th>total<th>self<th>p50<th>p99<th>failed</tr>\n"
                + String.join("", rows) + "</table>\n";
    }

    private static void add(Sums sums, int depth, List<String> rows) {
        rows.add("<tr><td>" + "&emsp;".repeat(Math.min(depth, 40)) + HtmlText.escape(sums.name()) + "<td>"
                + HtmlText.escape(sums.function()) + "<td>" + sums.count() + "<td>" + Millis.of(sums.totalNanos())
                + "<td>"
                + Millis.of(sums.selfNanos()) + "<td>" + Millis.of(sums.percentile(50)) + "<td>"
                + Millis.of(sums.percentile(99)) + "<td>" + sums.failures() + "</tr>\n");
        sums.children().forEach(child -> add(child, depth + 1, rows));
    }

    private static String page(String title, String body) {
        return """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width">
            <title>%1$s</title>
            <style>
            :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
            body { margin: 1.5rem auto; max-width: 90rem; padding: 0 1rem; }
            h2 { font-size: 1rem; margin: 2rem 0 0; overflow-wrap: anywhere; }
            svg { width: 100%%; height: auto; min-width: 40rem; }
            main { overflow-x: auto; }
            svg text { font: 12px ui-monospace, monospace; fill: #111; pointer-events: none; }
            rect { rx: 2px; }
            .f0 rect { fill: #f4a582; } .f1 rect { fill: #92c5de; } .f2 rect { fill: #a6d96a; } .f3 rect { fill: #fdd384; }
            .f4 rect { fill: #c2a5cf; } .f5 rect { fill: #80cdc1; } .f6 rect { fill: #f5b7c8; } .f7 rect { fill: #d9d9b0; }
            g.failed rect { stroke: #d00000; stroke-width: 2; }
            g:hover rect { filter: brightness(.9); }
            table { border-collapse: collapse; margin: .5rem 0; }
            th, td { text-align: left; padding: .15rem .8rem .15rem 0; border-bottom: 1px solid #8884; white-space: nowrap; }
            </style>
            <main>
            <h1>%1$s</h1>
            %2$s</main>
            </html>
            """.formatted(HtmlText.escape(title), body);
    }
}
