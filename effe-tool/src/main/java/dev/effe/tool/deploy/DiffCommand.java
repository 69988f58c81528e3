package dev.effe.tool.deploy;

import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.Scope;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code effe diff}: says what a deployment would change, and changes nothing. */
@Command(
        name = "diff",
        sortOptions = false,
        description = {
            "Says what a deployment would change, and changes nothing.",
            "Every field that a deployment compares, and the files in the code of a function on a host; of AWS and Kubernetes only"
                    + " their size together. Secrets are not shown. Nothing is built.",
            "Exit code: 0; with --exit-code 3 if a deployment would change something."
        },
        footer = {
            "",
            "Examples:",
            "  effe diff",
            "  effe diff orders --target test --json",
            "  effe diff --exit-code || effe deploy"
        })
public final class DiffCommand implements ToolCommand {

    @Mixin
    private AppOptions app;

    @Mixin
    private AliasOption alias;

    @Mixin
    private PlanOptions asked;

    @Parameters(
            arity = "0..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'; all if none is named.")
    private List<String> functions = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        Scope scope = app.scope(functions, environment);
        asked.show(scope, alias.of(scope), out);
    }
}
