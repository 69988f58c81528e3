package dev.effe.tool.deploy;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.deploy.plan.Steps;
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

/** The command {@code effe promote}: gives an alias the version of another one. */
@Command(
        name = "promote",
        sortOptions = false,
        description = {
            "Gives an alias the version of another one.",
            "On a host and on Kubernetes that version is started first, and the alias stays where it is if that fails.",
            "With --steps (not on Kubernetes) the version gets a part of the calls first, and all at the end. If more of its calls fail than"
                    + " --abort-errors, which is looked for every 10 seconds, the alias goes back at once; on Ctrl-C and"
                    + " SIGTERM too. Functions follow one after the other.",
            "Exit code: 0, or 1 if it failed for a function, or went back."
        },
        footer = {
            "",
            "Examples:",
            "  effe promote test prod",
            "  effe promote test prod orders",
            "  effe promote test prod --steps 10%%,50%% --every 5m --abort-errors 1%%"
        })
public final class PromoteCommand implements ToolCommand {

    @Mixin
    private AppOptions app;

    @Option(names = "--steps", paramLabel = "<shares>", description = "Shares of the calls, such as 10%%,50%%.")
    private Optional<String> shares = Optional.empty();

    @Option(names = "--every", paramLabel = "<duration>", description = "How long each step lasts, 5m by default.")
    private String every = "5m";

    @Option(
            names = "--abort-errors",
            paramLabel = "<share>",
            description = "The most errors with which a step goes on, 1%% of its calls by default.")
    private String mostErrors = "1%";

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
        Steps steps = Steps.of(shares, every, mostErrors);
        Scope scope = app.scope(functions, environment);
        Outcomes outcomes = new Outcomes(out, scope.target().name(), false);
        Deployed.each(scope, "promotion", outcomes, function -> promote(function, steps, outcomes));
    }

    private void promote(Deployed function, Steps steps, Outcomes outcomes) throws IOException {
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
        if (before == null || steps.shares().isEmpty()) {
            function.place().move(function.name(), before, to, version);
        } else {
            inSteps(function, before, version, steps, outcomes);
        }
        outcomes.done(
                "promoted to " + to,
                function.function(),
                "version",
                version,
                "was",
                before == null ? "none" : PlanText.at(before));
    }

    private static void inSteps(Deployed function, AliasState before, String version, Steps steps, Outcomes outcomes)
            throws IOException {
        if (!before.weights().isEmpty()) {
            throw new ToolException(before.name() + " has two versions, " + PlanText.at(before)
                    + ": effe rollback --alias " + before.name() + " ends the earlier promotion");
        }
        function.place().promoteInSteps(function.function(), function.name(), before, version, steps, outcomes);
    }
}
