package dev.effe.tool.deploy;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.Plural;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.DeploymentPlan;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.Preparation;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.deploy.plan.Sizes;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe deploy}: brings functions of effe.yaml to a host, to AWS or to Kubernetes. */
@Command(
        name = "deploy",
        sortOptions = false,
        description = {
            "Deploys the functions of effe.yaml to a host, to AWS or to Kubernetes.",
            "Of each: packs and checks its code, sends what has changed, publishes a version, starts it (but on AWS), points"
                    + " the alias at it, and deletes old versions. A step that fails leaves clients where they were, and the"
                    + " next deployment goes on. What has not changed is not sent.",
            "Exit code: 0 if all functions were deployed, 1 if one was not."
        },
        footer = {
            "",
            "Examples:",
            "  effe deploy                              all functions, to the only target or to localhost:7070",
            "  effe deploy orders 'stock-*' --target test",
            "  effe deploy --app effe.yaml --app effe.test.yaml --target test --alias blue",
            "  effe deploy --target k8s                 images to a registry, Deployments and Services by kubectl",
            "  effe deploy --dry-run                    what it would change, as effe diff"
        })
public final class DeployCommand implements ToolCommand {

    @Mixin
    private AppOptions app;

    @Mixin
    private AliasOption alias;

    @Mixin
    private PlanOptions asked;

    @Option(names = "--dry-run", description = "Change nothing and build nothing; say what would change.")
    private boolean dryRun;

    @Parameters(
            arity = "0..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'; all if none is named.")
    private List<String> functions = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        Scope scope = app.scope(functions, environment);
        if (dryRun) {
            asked.show(scope, alias.of(scope), out);
            return;
        }
        long start = System.nanoTime();
        Builds.run(scope.functions());
        Outcomes outcomes = new Outcomes(out, scope.target().name(), asked.json());
        Preparation preparation = new Preparation(scope, alias.of(scope), outcomes);
        List<DeploymentPlan> plans = preparation.plans();
        int failed = new Deployer(scope.application().retain(), outcomes).deploy(plans);
        if (failed > 0) {
            throw new ToolException(failed + " of " + plans.size() + " functions could not be deployed");
        }
        if (!asked.json()) {
            String functionsText = Plural.of(plans.size(), "function");
            out.println("  " + functionsText + " deployed in " + Sizes.time(System.nanoTime() - start));
        }
    }
}
