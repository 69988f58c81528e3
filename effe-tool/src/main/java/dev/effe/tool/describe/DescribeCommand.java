package dev.effe.tool.describe;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.json.Json;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.app.AppFiles;
import dev.effe.tool.app.NextDue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code effe describe}: draws an application. */
@Command(
        name = "describe",
        sortOptions = false,
        description = {
            "Draws the graph of an application.",
            "Prints it for Mermaid, or as JSON, or writes a page that needs no network.",
            "Says when each schedule is due the next three times, for Mermaid as comments."
        },
        footer = {
            "",
            "Examples:",
            "  effe describe                        Mermaid, for a README",
            "  effe describe -o shop.html           a page to look at",
            "  effe describe effe.yaml --json"
        })
public final class DescribeCommand implements ToolCommand {

    /** Due times of a schedule that are said. */
    private static final int TIMES = 3;

    @Mixin
    private AppFiles asked;

    @Option(names = "--json", description = "Print JSON: nodes, edges and schedules.")
    private boolean json;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<file.html>",
            description = "Write a page to this file.")
    private Optional<Path> output = Optional.empty();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        AppCheck check = AppCheck.ofFiles(asked.files());
        if (check.application().isEmpty()) {
            throw new UsageException(check.errors().get(0) + " (effe check says all that is wrong)");
        }
        Application application = check.application().get();
        Graph graph = Graph.of(application);
        if (output.isPresent()) {
            Files.writeString(output.get(), Html.of(application, graph, due(application)));
            out.println("Wrote " + output.get());
        } else if (json) {
            out.println(Json.text(fields(application, graph)));
        } else {
            out.print(Mermaid.of(graph));
            due(application).forEach(due -> out.println("%% " + due.line()));
        }
    }

    private static List<NextDue> due(Application application) {
        return NextDue.of(application.functions().values(), Instant.now(), TIMES);
    }

    private static Map<String, Object> fields(Application application, Graph graph) {
        List<Map<String, String>> nodes = graph.nodes().stream()
                .map(node -> Map.of("kind", kind(node), "name", node.text()))
                .toList();
        List<Map<String, Object>> edges = graph.edges().stream()
                .map(edge -> Map.<String, Object>of(
                        "from",
                        graph.nodes().indexOf(edge.from()),
                        "to",
                        graph.nodes().indexOf(edge.to()),
                        "kind",
                        edge.text().isEmpty() ? "runs" : edge.text()))
                .toList();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", application.name());
        fields.put("nodes", nodes);
        fields.put("edges", edges);
        fields.put(
                "schedules",
                due(application).stream().map(DescribeCommand::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(NextDue due) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("function", due.function());
        fields.put("schedule", due.schedule().text());
        fields.put("zone", due.schedule().zone().getId());
        fields.put("next", due.times());
        return fields;
    }

    private static String kind(Graph.Node node) {
        return node.kind().name().toLowerCase(Locale.ROOT);
    }
}
