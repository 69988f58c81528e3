package dev.effe.tool.deploy;

import dev.effe.server.settings.UsageException;
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

/** The command {@code effe alias}: shows, moves or deletes an alias of functions. */
@Command(
        name = "alias",
        sortOptions = false,
        description = {
            "Shows, moves or deletes an alias of functions.",
            "Without --version and --delete it says where the alias is. With --version the alias is made if it is not"
                    + " there; on a host and on Kubernetes the version is started first, and an alias stays where it is if that fails.",
            "Exit code: 0, or 1 if it failed for a function."
        },
        footer = {
            "",
            "Examples:",
            "  effe alias prod",
            "  effe alias prod orders --version 7",
            "  effe alias blue --delete"
        })
public final class AliasCommand implements ToolCommand {

    @Mixin
    private AppOptions app;

    @Option(names = "--version", paramLabel = "<number>", description = "The version that gets all calls.")
    private Optional<String> version = Optional.empty();

    @Option(names = "--delete", description = "Delete the alias.")
    private boolean delete;

    @Parameters(index = "0", paramLabel = "<alias>", description = "The alias.")
    private String alias;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'; all if none is named.")
    private List<String> functions = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        AliasOption.checked(alias);
        if (delete && version.isPresent()) {
            throw new UsageException("--delete excludes --version (effe alias --help lists all)");
        }
        Scope scope = app.scope(functions, environment);
        Outcomes outcomes = new Outcomes(out, scope.target().name(), false);
        Deployed.each(scope, "alias " + alias, outcomes, function -> {
            if (delete) {
                function.alias(alias);
                function.place().deleteAlias(function.name(), alias);
                outcomes.done("deleted alias " + alias, function.function());
            } else if (version.isPresent()) {
                point(function, version.get(), outcomes);
            } else {
                outcomes.done("alias " + alias, function.function(), "version", PlanText.at(function.alias(alias)));
            }
        });
    }

    private void point(Deployed function, String to, Outcomes outcomes) throws IOException {
        function.check(to);
        AliasState before = function.live().aliases().get(alias);
        if (before != null && before.isAt(to)) {
            outcomes.done("alias " + alias + " unchanged", function.function(), "version", to);
            return;
        }
        function.start(to);
        function.place().move(function.name(), before, alias, to);
        if (before == null) {
            outcomes.done("created alias " + alias, function.function(), "version", to);
        } else {
            outcomes.done("updated alias " + alias, function.function(), "version", to, "was", PlanText.at(before));
        }
    }
}
