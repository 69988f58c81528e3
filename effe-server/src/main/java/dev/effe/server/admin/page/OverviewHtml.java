package dev.effe.server.admin.page;

import dev.effe.server.overview.Sample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page for people: the figures of the page of JSON, as HTML. Stateless. */
public final class OverviewHtml {

    private static final List<String> CALLS =
            List.of("#total", "outcome", "#queue", "#start", "#run", "ended", "function", "request", "trace");

    private OverviewHtml() {}

    /** The Content-Security-Policy of the page. */
    public static String policy() {
        return PageFrame.POLICY;
    }

    /**
     * Makes it.
     *
     * @param page the fields of the page of JSON
     * @param samples the oldest first
     * @param settings lines as {@code --print-config} prints them
     * @param linked whether the ids of traces lead to their pages
     */
    public static String of(Map<String, Object> page, List<Sample> samples, List<String> settings, boolean linked) {
        StringBuilder body = new StringBuilder(header(page));
        body.append("<main>\n").append(figures(page, samples)).append(charts(samples));
        body.append(Html.section("functions", "Functions", functions(page)));
        body.append(Html.section(
                "slowest",
                "Slowest calls of the last ten minutes",
                calls("Slowest calls", list(page, "slowest"), linked)));
        body.append(
                Html.section("failed", "Last calls that failed", calls("Failed calls", list(page, "failed"), linked)));
        if (page.containsKey("events")) {
            body.append(Html.section("events", "Events", EventTables.events(list(page, "events"))));
        }
        if (page.containsKey("topics")) {
            body.append(Html.section("topics", "Topics", EventTables.topics(list(page, "topics"))));
        }
        if (page.get("topicsError") instanceof String error) {
            body.append(Html.section("topics", "Topics", "<p>" + Html.text(error) + "</p>\n"));
        }
        body.append(SettingsTable.of(settings)).append("</main>\n");
        return PageFrame.live(page.get("name") + " – effe", body.toString());
    }

    static List<Map<?, ?>> list(Map<?, ?> fields, String name) {
        List<Map<?, ?>> list = new ArrayList<>();
        if (fields.get(name) instanceof List<?> given) {
            given.forEach(each -> list.add((Map<?, ?>) each));
        }
        return list;
    }

    private static String header(Map<String, Object> page) {
        boolean ready = Boolean.TRUE.equals(page.get("ready"));
        String why = String.valueOf(page.get("why"));
        return "<header id=\"head\" data-live><h1>" + Html.text(page.get("name")) + " <span class=\"state"
                + (ready ? "" : " bad") + "\">" + Html.text(ready ? "ready" : page.get("state")) + "</span></h1>\n<p>"
                + (why.isEmpty() ? "" : "<b>" + Html.text(why) + "</b> · ") + "effe " + Html.text(page.get("server"))
                + " · Java " + Html.text(page.get("java")) + " · up " + Html.text(up(number(page, "uptimeSeconds")))
                + " · "
                + Html.text(page.get("now")) + "</p></header>\n";
    }

    private static String up(int seconds) {
        int minutes = seconds / 60;
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    private static String figures(Map<String, Object> page, List<Sample> samples) {
        Sample last = samples.isEmpty() ? new Sample(0, 0, 0, 0, 0, 0, 0, 0, 0) : samples.get(samples.size() - 1);
        int inUse = 0;
        int queued = 0;
        int most = 0;
        for (Map<?, ?> function : list(page, "functions")) {
            inUse += number(function, "inUse");
            queued += number(function, "queued");
            most += number(function, "maxContexts");
        }
        return "<dl class=\"figures\" id=\"figures\" data-live>\n" + figure("calls / s", Html.number(last.perSecond()))
                + figure("failed / s", Html.number(last.failedPerSecond())) + figure("p50", time(last.p50()))
                + figure("p95", time(last.p95())) + figure("p99", time(last.p99()))
                + figure("contexts in use", inUse + " of " + most) + figure("in the queue", Integer.toString(queued))
                + "</dl>\n";
    }

    /** A dash where there was no call. */
    private static String time(double millis) {
        return millis == 0 ? "–" : Html.millis(millis);
    }

    private static int number(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Number number ? number.intValue() : 0;
    }

    private static String figure(String name, String value) {
        return "<div><dt>" + name + "</dt><dd>" + Html.text(value) + "</dd></div>\n";
    }

    private static String charts(List<Sample> samples) {
        return "<section id=\"charts\" data-live aria-label=\"The last ten minutes\"><h2>The last ten minutes</h2>\n"
                + "<div class=\"charts\">\n"
                + Chart.of(
                        "Calls per second",
                        samples,
                        Sample::at,
                        List.of(
                                new Chart.Line<>("all", "a", Sample::perSecond),
                                new Chart.Line<>("failed", "c", Sample::failedPerSecond)))
                + Chart.of(
                        "Milliseconds of a call",
                        samples,
                        Sample::at,
                        List.of(
                                new Chart.Line<>("p50", "a", Sample::p50),
                                new Chart.Line<>("p95", "b", Sample::p95),
                                new Chart.Line<>("p99", "c", Sample::p99)))
                + Chart.of(
                        "Contexts and queue",
                        samples,
                        Sample::at,
                        List.of(
                                new Chart.Line<>("contexts", "b", Sample::contexts),
                                new Chart.Line<>("in use", "a", Sample::inUse),
                                new Chart.Line<>("queued", "c", Sample::queued)))
                + "</div></section>\n";
    }

    private static String functions(Map<String, Object> page) {
        List<List<String>> rows = new ArrayList<>();
        for (Map<?, ?> each : list(page, "functions")) {
            List<String> row = new ArrayList<>();
            String name = String.valueOf(each.get("function"));
            row.add(Html.text(name.isEmpty() ? page.get("name") : name));
            for (String figure :
                    List.of("inUse", "idle", "starting", "overdue", "maxContexts", "running", "queued", "started")) {
                row.add(Html.text(each.get(figure)));
            }
            rows.add(row);
        }
        return Html.table(
                "Functions",
                List.of(
                        "function",
                        "#in use",
                        "#idle",
                        "#starting",
                        "#overdue",
                        "#max-contexts",
                        "#calls that run",
                        "#queued",
                        "#contexts ever"),
                rows);
    }

    private static String calls(String label, List<Map<?, ?>> calls, boolean linked) {
        if (calls.isEmpty()) {
            return "<p class=\"none\">None.</p>\n";
        }
        List<List<String>> rows = new ArrayList<>();
        for (Map<?, ?> each : calls) {
            String trace = String.valueOf(each.get("traceId"));
            rows.add(List.of(
                    millis(each, "totalMillis"),
                    Html.text(each.get("outcome")),
                    millis(each, "queueMillis"),
                    millis(each, "startMillis"),
                    millis(each, "runMillis"),
                    Html.text(Instant.parse(String.valueOf(each.get("at"))).truncatedTo(ChronoUnit.SECONDS)),
                    Html.text(each.get("function")),
                    code(each.get("id")),
                    trace.isEmpty() ? "" : linked ? link(trace) : code(trace)));
        }
        return Html.table(label, CALLS, rows);
    }

    private static String millis(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Number number ? Html.millis(number.doubleValue()) : "";
    }

    private static String link(String trace) {
        return "<a href=\"/traces?id=" + Html.text(trace) + "\">" + code(trace) + "</a>";
    }

    private static String code(@Nullable Object id) {
        return "<code>" + Html.text(id) + "</code>";
    }
}
