package dev.effe.tool.deploy;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import dev.effe.tool.Table;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.Live;
import dev.effe.tool.deploy.plan.Place;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.deploy.plan.Sizes;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.Configuration;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe versions}: lists the published versions of functions. */
@Command(
        name = "versions",
        sortOptions = false,
        description = {
            "Lists the versions of functions, the newest first.",
            "With the time, the code and the size of each, and the aliases that give calls to it."
        },
        footer = {"", "Examples:", "  effe versions", "  effe versions orders --target test --json"})
public final class VersionsCommand implements ToolCommand {

    private static final int SHORT_SHA = 8;

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
        rows.add(List.of("function", "version", "created", "code", "size", "aliases"));
        app.scope(functions, environment).each((function, name, place) -> list(function, name, place, rows, all));
        if (json) {
            out.println(Json.text(all));
        } else {
            Table.print(rows, out);
        }
    }

    private static void list(
            FunctionEntry function, String name, Place place, List<List<String>> rows, List<Map<String, Object>> all)
            throws IOException {
        Live live = place.live(name);
        if (live.latest().isEmpty()) {
            throw new ToolException(name + " is not at " + place.address() + ": effe deploy " + function.name());
        }
        for (int i = live.versions().size() - 1; i >= 0; i--) {
            Configuration version = live.versions().get(i);
            List<String> aliases = aliasesOf(version, live);
            rows.add(List.of(
                    function.name(),
                    version.version(),
                    version.modified().replaceFirst("\\..*", ""),
                    version.codeSha256()
                            .substring(
                                    0, Math.min(SHORT_SHA, version.codeSha256().length())),
                    Sizes.text(version.codeBytes()),
                    String.join(", ", aliases)));
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("function", function.name());
            item.put("name", name);
            item.put("version", version.version());
            item.put("created", version.modified());
            item.put("codeSha256", version.codeSha256());
            item.put("size", version.codeBytes());
            item.put("aliases", aliases);
            all.add(item);
        }
    }

    private static List<String> aliasesOf(Configuration version, Live live) {
        List<String> names = new ArrayList<>();
        for (AliasState alias : live.aliases().values()) {
            Double share = alias.weights().get(version.version());
            if (alias.version().equals(version.version())) {
                names.add(alias.name());
            } else if (share != null) {
                names.add(alias.name() + " " + PlanText.percent(share));
            }
        }
        return names;
    }
}
