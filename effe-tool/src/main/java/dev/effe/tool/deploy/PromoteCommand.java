package dev.effe.tool.deploy;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.remote.AliasState;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code effe promote}: gives an alias the version of another one. */
@Command(
        name = "promote",
        sortOptions = false,
        description = {
            "Gives an alias the version of another one.",
            "On a host that version is started first, and the alias stays where it is if that fails.",
            "Exit code: 0, or 1 if it failed for a function."
        },
        footer = {"", "Examples:", "  effe promote test prod", "  effe promote test prod orders"})
public final class PromoteCommand implements ToolCommand {

    @Mixin
    private AppOptions app;

    @Parameters(index = "0", paramLabel = "<from>", description = "The alias whose version is promoted.")
    private String from;

    @Parameters(index = "1", paramLabel = "<to>", description = "The alias that gets it; made if it is not there.")
    private String to;

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'; all if none is named.")
    private List<String> functions = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        AliasOption.checked(from);
        AliasOption.checked(to);
        Scope scope = app.scope(functions, environment);
        Outcomes outcomes = new Outcomes(out, scope.target().name(), false);
        Deployed.each(scope, "promotion", outcomes, function -> promote(function, outcomes));
    }

    private void promote(Deployed function, Outcomes outcomes) throws IOException {
        AliasState source = function.alias(from);
        if (!source.weights().isEmpty()) {
            throw new ToolException(from + " has two versions, " + PlanText.at(source) + ": promote one by effe alias "
                    + to + " --version");
        }
        AliasState before = function.live().aliases().get(to);
        String version = source.version();
        if (before != null && before.isAt(version)) {
            outcomes.done("alias " + to + " unchanged", function.function(), "version", version);
            return;
        }
        function.start(version);
        new AliasMoves(function.place()).move(function.name(), before, to, version);
        outcomes.done(
                "promoted to " + to,
                function.function(),
                "version",
                version,
                "was",
                before == null ? "none" : PlanText.at(before));
    }
}
