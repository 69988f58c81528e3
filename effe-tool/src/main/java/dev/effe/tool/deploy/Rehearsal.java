package dev.effe.tool.deploy;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.plan.DeploymentPlan;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.Preparation;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.remote.DeployTarget;
import dev.effe.tool.remote.Endpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deployment to a host that is there for it alone: a function that cannot be deployed is left out with a line, and the
 * others are. Confined to one thread.
 */
public final class Rehearsal {

    private static final String TARGET = "explore";

    private final Scope scope;
    private final PrintStream out;

    /**
     * Nothing is deployed yet.
     *
     * @param functions names or patterns; none for all
     */
    public Rehearsal(
            Application application,
            List<String> functions,
            URI host,
            Map<String, String> environment,
            PrintStream out) {
        Endpoint endpoint = new Endpoint(host, "us-east-1", true, Optional.empty());
        DeployTarget target = new DeployTarget(TARGET, DeployTarget.USUAL_ALIAS, List.of(endpoint));
        scope = Scope.of(application, target, functions, Places.of(target, application, List.of(), environment));
        this.out = out;
    }

    /**
     * Builds, packs and deploys them.
     *
     * @return those that are there now, by their names in effe.yaml
     * @throws ToolException if there is none
     */
    public Map<String, DeployedFunction> run() throws IOException {
        Builds.run(scope.functions());
        Outcomes outcomes = new Outcomes(out, TARGET, false);
        List<DeploymentPlan> plans = new ArrayList<>();
        for (FunctionEntry function : scope.functions()) {
            Scope one = new Scope(scope.application(), scope.target(), List.of(function), scope.places());
            try {
                plans.addAll(new Preparation(one, DeployTarget.USUAL_ALIAS, outcomes).plans());
            } catch (ToolException e) {
                String why = String.valueOf(e.getMessage()).replaceFirst("\\nNothing was changed$", "");
                outcomes.failed("left out", function.name(), why);
            }
        }
        Map<String, DeployedFunction> deployed = new LinkedHashMap<>();
        for (DeploymentPlan plan : plans) {
            if (new Deployer(scope.application().retain(), outcomes).deploy(List.of(plan)) == 0) {
                deployed.put(
                        plan.function(),
                        new DeployedFunction(scope.places().get(0).calls(), plan.name(), DeployTarget.USUAL_ALIAS));
            }
        }
        if (deployed.isEmpty()) {
            throw new ToolException("No function could be deployed");
        }
        return deployed;
    }
}
