package dev.effe.tool.deploy;

import dev.effe.tool.deploy.plan.Candidate;
import dev.effe.tool.deploy.plan.DeploymentPlan;
import dev.effe.tool.deploy.plan.Desired;
import dev.effe.tool.deploy.plan.FunctionPlan;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.PlanJson;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.pack.PackException;
import dev.effe.tool.remote.LambdaFunctions;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A function that is to be deployed to a host or to AWS. Immutable.
 *
 * @param target the name of the target in effe.yaml
 * @param alias that it is to get
 */
record LambdaCandidate(String target, LambdaFunctions place, Desired desired, String alias) implements Candidate {

    @Override
    public long bytes() {
        return desired.code().zip().length;
    }

    @Override
    public int files() {
        return desired.code().files().size();
    }

    @Override
    public DeploymentPlan plan() throws IOException {
        FunctionPlan plan = FunctionPlan.of(place, desired, alias);
        if (plan.creates() && !place.endpoint().host() && desired.role().isEmpty()) {
            throw new PackException("targets." + target + ".aws.role is needed to make " + desired.name()
                    + ", such as {role: \"arn:aws:iam::123456789012:role/lambda\"}");
        }
        return new LambdaPlan(plan);
    }

    /** The changes that it comes to. */
    private record LambdaPlan(FunctionPlan plan) implements DeploymentPlan {

        @Override
        public String function() {
            return plan.desired().function();
        }

        @Override
        public String name() {
            return plan.desired().name();
        }

        @Override
        public List<String> leftOut() {
            return plan.desired().leftOut();
        }

        @Override
        public boolean changes() {
            return plan.changes();
        }

        @Override
        public void print(PlanText text) {
            text.print(plan);
        }

        @Override
        public Map<String, Object> json() {
            return PlanJson.of(plan);
        }

        @Override
        public boolean carryOut(int retain, Outcomes outcomes) {
            return new FunctionDeployment(plan, retain, outcomes).run();
        }
    }
}
