package dev.effe.tool.describe;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.app.Trigger;
import dev.effe.server.text.HtmlText;
import dev.effe.tool.app.NextDue;
import java.util.List;
import java.util.stream.Collectors;

/** An application as one page, which loads nothing else: the graph, and a table of its functions. */
final class Html {

    private Html() {}

    /** @param due the next due times of its schedules */
    static String of(Application application, Graph graph, List<NextDue> due) {
        String rows = application.functions().values().stream().map(Html::row).collect(Collectors.joining());
        return """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width">
            <title>%1$s</title>
            <style>
            :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
            body { margin: 2rem auto; max-width: 90rem; padding: 0 1rem; }
            svg { max-width: 100%%; height: auto; }
            svg text { font-size: 13px; text-anchor: middle; fill: #111; }
            .route rect, .schedule rect { fill: #dbe9ff; stroke: #5b8def; }
            .function rect { fill: #e3f5e1; stroke: #4c9a44; }
            .topic rect { fill: #fff0d0; stroke: #d29922; }
            .edge { fill: none; stroke: #888; stroke-width: 1.5; marker-end: url(#end); }
            marker path { fill: #888; }
            svg .label { font-size: 11px; fill: #777; }
            table { border-collapse: collapse; margin-top: 1.5rem; }
            th, td { text-align: left; vertical-align: top; padding: .3rem .8rem; border-bottom: 1px solid #8884; }
            </style>
            <h1>%1$s</h1>
            <div class="graph">
            %2$s
            </div>
            <table>
            <tr><th>function</th><th>code</th><th>routes</th><th>calls</th><th>appends</th><th>runs on</th></tr>
            %3$s</table>
            %4$s</html>
            """.formatted(HtmlText.escape(application.name()), Drawing.of(graph), rows, schedules(due));
    }

    private static String schedules(List<NextDue> due) {
        if (due.isEmpty()) {
            return "";
        }
        String rows = due.stream()
                .map(each -> "<tr><th>" + HtmlText.escape(each.function()) + "</th>"
                        + texts(List.of(each.schedule().toString())) + texts(each.times()) + "</tr>\n")
                .collect(Collectors.joining());
        return "<table>\n<tr><th>function</th><th>schedule</th><th>due next</th></tr>\n" + rows + "</table>\n";
    }

    private static String row(FunctionEntry function) {
        FunctionEntry.Links links = function.links();
        return "<tr><th>" + HtmlText.escape(function.name()) + "</th>"
                + cell(function.program().code())
                + cell(links.routes()) + cell(links.calls()) + cell(links.appends())
                + cell(links.triggers().stream().map(Trigger::source).toList()) + "</tr>\n";
    }

    private static String cell(List<Mention> texts) {
        return texts(texts.stream().map(Mention::text).toList());
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(HtmlText::escape).collect(Collectors.joining("<br>", "<td>", "</td>"));
    }
}
