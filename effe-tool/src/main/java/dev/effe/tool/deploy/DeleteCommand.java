package dev.effe.tool.deploy;

import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.Scope;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe delete}: deletes functions where they are deployed. */
@Command(
        name = "delete",
        sortOptions = false,
        description = {
            "Deletes functions from a host, from AWS or from Kubernetes.",
            "With all their versions and aliases, and with the events that have not been delivered. Without --yes it says"
                    + " what it would delete, and ends with 2. Their code here stays as it is.",
            "Exit code: 0, or 1 if a function could not be deleted."
        },
        footer = {"", "Examples:", "  effe delete orders", "  effe delete orders 'stock-*' --target test --yes"})
public final class DeleteCommand implements ToolCommand {

    @Mixin
    private AppOptions app;

    @Option(names = "--yes", description = "Delete them.")
    private boolean yes;

    @Parameters(
            arity = "1..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'.")
    private List<String> functions;

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        Scope scope = app.scope(functions, environment);
        Outcomes outcomes = new Outcomes(out, scope.target().name(), false);
        Deployed.each(scope, "delete", outcomes, function -> {
            if (yes) {
                function.place().delete(function.name());
            }
            outcomes.done(
                    yes ? "deleted function" : "would delete",
                    function.function(),
                    "name",
                    function.name(),
                    "versions",
                    function.live().versions().size(),
                    "aliases",
                    String.join(",", function.live().aliases().keySet()));
        });
        if (!yes) {
            throw new UsageException("Nothing was deleted: --yes deletes what is listed");
        }
    }
}
