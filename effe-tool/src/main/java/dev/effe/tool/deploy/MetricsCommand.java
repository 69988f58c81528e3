package dev.effe.tool.deploy;

import dev.effe.server.json.Json;
import dev.effe.server.settings.ValueType;
import dev.effe.server.settings.ValueTypes;
import dev.effe.tool.Table;
import dev.effe.tool.TimeOption;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.remote.CallFigures;
import dev.effe.tool.remote.MetricsClient;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe metrics}: prints how the calls of functions went where they are deployed. */
@Command(
        name = "metrics",
        sortOptions = false,
        description = {
            "Prints how the calls of functions went, where they are deployed, by the name that was called and by version:"
                    + " invocations, errors, throttles, and the time of a run."
        },
        footer = {"", "Examples:", "  effe metrics", "  effe metrics orders --since 15m --target aws --json"})
public final class MetricsCommand implements ToolCommand {

    private static final ValueType<Duration> SINCE = ValueTypes.longTime("1m", "1d");

    @Mixin
    private AppOptions app;

    @Option(
            names = "--since",
            paramLabel = "<duration>",
            description = "How far back, in whole minutes, from 1m to 1d; 1d by default.")
    private String since = "1d";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'; all if none is named.")
    private List<String> functions = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        Duration back = TimeOption.parse("--since", SINCE, since);
        Instant now = Instant.now();
        MetricsClient.Span span = new MetricsClient.Span(now.minus(back).plusSeconds(60), now);
        List<CallFigures> all = new ArrayList<>();
        app.scope(functions, environment).each((function, name, place) -> all.addAll(place.figures(name, span)));
        if (json) {
            List<Object> items = new ArrayList<>();
            all.forEach(figures -> items.add(json(figures)));
            out.println(Json.text(items));
        } else if (all.isEmpty()) {
            out.println("No calls within " + since);
        } else {
            print(all, out);
        }
    }

    private static void print(List<CallFigures> all, PrintStream out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("called", "version", "invocations", "errors", "throttles", "average", "p99"));
        for (CallFigures figures : all) {
            long errors = figures.counted().errors();
            rows.add(List.of(
                    figures.called(),
                    figures.version(),
                    String.valueOf(figures.counted().calls()),
                    errors == 0
                            ? "0"
                            : errors + " (" + PlanText.percent(figures.counted().share()) + ")",
                    String.valueOf(figures.throttles()),
                    millis(figures.averageMillis()),
                    millis(figures.p99Millis())));
        }
        Table.print(rows, out);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }

    private static Map<String, Object> json(CallFigures figures) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("called", figures.called());
        fields.put("version", figures.version());
        fields.put("invocations", figures.counted().calls());
        fields.put("errors", figures.counted().errors());
        fields.put("throttles", figures.throttles());
        fields.put("averageMillis", figures.averageMillis());
        fields.put("p99Millis", figures.p99Millis());
        return fields;
    }
}
