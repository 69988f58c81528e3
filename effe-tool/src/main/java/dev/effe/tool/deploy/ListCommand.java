package dev.effe.tool.deploy;

import dev.effe.server.json.Json;
import dev.effe.tool.Table;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.Live;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.Configuration;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe list}: lists the functions of effe.yaml and what of them is deployed. */
@Command(
        name = "list",
        sortOptions = false,
        description = {
            "Lists the functions of effe.yaml, and what of them is deployed.",
            "With the name that each is deployed by, its handler, runtime and memory, the version of each alias, and URLs."
        },
        footer = {"", "Examples:", "  effe list", "  effe list --target aws --json"})
public final class ListCommand implements ToolCommand {

    /** The column of URLs, which is left out if there are none. */
    private static final int URLS = 6;

    @Mixin
    private AppOptions app;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'; all if none is named.")
    private List<String> functions = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("function", "deployed as", "handler", "runtime", "memory", "aliases", "urls"));
        app.scope(functions, environment).each((function, name, place) -> {
            Live live = place.live(name);
            List<String> urls = live.latest().isEmpty() ? List.of() : place.urls(name);
            rows.add(row(function.name(), name, live, urls));
            all.add(item(function.name(), name, live, urls));
        });
        if (rows.stream().skip(1).allMatch(row -> row.get(URLS).isEmpty())) {
            rows.replaceAll(row -> row.subList(0, URLS));
        }
        if (json) {
            out.println(Json.text(all));
        } else {
            Table.print(rows, out);
        }
    }

    private static List<String> row(String function, String name, Live live, List<String> urls) {
        Optional<Configuration> latest = live.latest();
        if (latest.isEmpty()) {
            return List.of(function, "not deployed", "", "", "", "", "");
        }
        List<String> aliases = new ArrayList<>();
        live.aliases().values().forEach(alias -> aliases.add(alias.name() + "@" + PlanText.at(alias)));
        return List.of(
                function,
                name,
                latest.get().handler(),
                latest.get().runtime(),
                latest.get().memoryMb() + " MB",
                String.join("; ", aliases),
                String.join(" ", urls));
    }

    private static Map<String, Object> item(String function, String name, Live live, List<String> urls) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("function", function);
        item.put("name", name);
        item.put("deployed", live.latest().isPresent());
        live.latest().ifPresent(latest -> {
            item.put("handler", latest.handler());
            item.put("runtime", latest.runtime());
            item.put("memory", latest.memoryMb());
            item.put("timeout", latest.timeoutSeconds());
        });
        Map<String, Object> aliases = new LinkedHashMap<>();
        for (AliasState alias : live.aliases().values()) {
            aliases.put(alias.name(), Map.of("version", alias.version(), "weights", alias.weights()));
        }
        item.put("aliases", aliases);
        item.put("urls", urls);
        return item;
    }
}
