package dev.effe.tool.deploy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import dev.effe.tool.deploy.plan.DeploymentPlan;
import dev.effe.tool.deploy.plan.PlanJson;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.deploy.plan.Preparation;
import dev.effe.tool.deploy.plan.Scope;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say how a plan is shown, and the way to show one. */
final class PlanOptions {

    private static final int WOULD_CHANGE = 3;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--exit-code", description = "Without a deployment: end with 3 if something would change.")
    private boolean exitCode;

    boolean json() {
        return json;
    }

    /** Shows what a deployment would change. */
    void show(Scope scope, String alias, PrintStream out) throws IOException {
        List<DeploymentPlan> plans = new Preparation(scope, alias, null).plans();
        boolean changes = plans.stream().anyMatch(DeploymentPlan::changes);
        if (json) {
            Map<String, Object> all = PlanJson.of(plans, scope.target().name());
            out.println(Json.text(all));
        } else {
            PlanText text = new PlanText(out);
            plans.forEach(text::print);
            if (!changes) {
                out.println("Nothing would change");
            }
        }
        if (changes && exitCode) {
            throw new ToolException("A deployment would change something", WOULD_CHANGE);
        }
    }
}
