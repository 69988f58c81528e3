package dev.effe.tool.deploy;

import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.remote.AliasState;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe rollback}: leads an alias back to the version that it had before. */
@Command(
        name = "rollback",
        sortOptions = false,
        description = {
            "Leads an alias back to the version that it had before.",
            "Once more: to the one before that, never to the one that was left. A host keeps what an alias had; on AWS it is"
                    + " a line that effe keeps in the alias's description, on Kubernetes an annotation. Within a promotion in steps, all calls go back to"
                    + " the earlier version.",
            "Exit code: 0, or 1 if it failed for a function."
        },
        footer = {
            "",
            "Examples:",
            "  effe rollback",
            "  effe rollback orders --alias prod",
            "  effe rollback orders --alias prod --to 7"
        })
public final class RollbackCommand implements ToolCommand {

    @Mixin
    private AppOptions app;

    @Mixin
    private AliasOption alias;

    @Option(names = "--to", paramLabel = "<number>", description = "The version, if not the one before.")
    private Optional<String> to = Optional.empty();

    @Parameters(
            arity = "0..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'; all if none is named.")
    private List<String> functions = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        Scope scope = app.scope(functions, environment);
        String name = alias.of(scope);
        Outcomes outcomes = new Outcomes(out, scope.target().name(), false);
        Deployed.each(scope, "rollback", outcomes, function -> {
            AliasState before = function.alias(name);
            String version = to.isPresent() ? to.get() : function.before(before);
            function.check(version);
            if (before.isAt(version)) {
                outcomes.done("alias " + name + " unchanged", function.function(), "version", version);
                return;
            }
            function.place().move(function.name(), before, name, version);
            outcomes.done("rolled back " + name, function.function(), "version", version, "was", PlanText.at(before));
        });
    }
}
