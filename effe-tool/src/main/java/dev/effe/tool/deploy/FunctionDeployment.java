package dev.effe.tool.deploy;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.plan.FunctionPlan;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.deploy.plan.Sizes;
import dev.effe.tool.deploy.plan.UrlPlan;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.LambdaFunctions;
import java.io.IOException;
import java.util.Map;

/**
 * The deployment of one function: code, configuration, version, start, alias, retention, in this order, so that one that
 * ends half way leaves clients where they were, and the next one goes on. Confined to one thread.
 */
final class FunctionDeployment {

    /** A host must be told one, and does nothing with it. */
    private static final String ROLE_ON_HOSTS = "arn:aws:iam::000000000000:role/effe";

    private final FunctionPlan plan;
    private final int retain;
    private final Outcomes outcomes;
    private final LambdaFunctions place;
    private final String function;
    private final String name;
    /** For the line of a failure. */
    private String step = "";

    FunctionDeployment(FunctionPlan plan, int retain, Outcomes outcomes) {
        this.plan = plan;
        this.retain = retain;
        this.outcomes = outcomes;
        place = plan.place();
        function = plan.desired().function();
        name = plan.desired().name();
    }

    /** Does what is to be done, and says what has come of it; false if a step failed. */
    boolean run() {
        try {
            latest();
            String version = version();
            alias(version);
            url();
            retention();
            return true;
        } catch (IOException e) {
            outcomes.failed(step, function, String.valueOf(e instanceof ToolException ? e.getMessage() : e));
            return false;
        }
    }

    private void latest() throws IOException {
        if (plan.creates()) {
            step = "creating function";
            long start = System.nanoTime();
            Map<String, Object> fields = plan.desired().fields(plan.live().latest());
            fields.putIfAbsent("Role", ROLE_ON_HOSTS);
            place.create(name, fields, plan.desired().code().zip());
            done("created function", "name", name, "duration", since(start));
            return;
        }
        step = "updating function";
        if (plan.codeChanges()) {
            long start = System.nanoTime();
            place.updateCode(name, plan.desired().code().zip());
            done("updated function", "name", name, "duration", since(start));
        } else {
            done("code unchanged");
        }
        step = "updating config";
        if (!plan.config().isEmpty()) {
            long start = System.nanoTime();
            place.updateConfiguration(name, plan.desired().fields(plan.live().latest()));
            done("updated config", "changes", plan.config().size(), "duration", since(start));
        } else {
            done("config unchanged");
        }
    }

    private String version() throws IOException {
        if (!plan.publishes()) {
            return plan.version();
        }
        step = "publishing version";
        String sha256 = plan.codeChanges()
                ? plan.desired().code().sha256()
                : plan.live().latest().orElseThrow().codeSha256();
        String version = place.publish(name, sha256).version();
        done("published", "version", version);
        return version;
    }

    private void alias(String version) throws IOException {
        AliasState before = plan.aliasBefore().orElse(null);
        if (before != null && before.isAt(version)) {
            done("alias " + plan.alias() + " unchanged", "version", version);
            return;
        }
        if (place.endpoint().host()) {
            step = "starting version " + version;
            long start = System.nanoTime();
            place.start(name, version);
            done("started", "version", version, "duration", since(start));
        }
        step = "moving alias " + plan.alias();
        new AliasMoves(place).move(name, before, plan.alias(), version);
        if (before == null) {
            done("created alias " + plan.alias(), "version", version);
        } else {
            done("updated alias " + plan.alias(), "version", version, "was", PlanText.at(before));
        }
    }

    private void url() throws IOException {
        UrlPlan url = plan.url();
        if (!url.wanted()) {
            return;
        }
        if (!url.changesAnything()) {
            done("url unchanged");
        } else if (url.exists()) {
            step = "updating url";
            done("updated url", "url", place.urls().update(name, plan.alias(), url.fields()));
        } else {
            step = "creating url";
            done("created url", "url", place.urls().create(name, plan.alias(), url.fields()));
        }
    }

    private void retention() throws IOException {
        step = "deleting old versions";
        if (plan.changes()) {
            Retention.Result result = new Retention(place, retain).apply(name);
            if (result.deleted() > 0) {
                done("deleted versions", "deleted", result.deleted(), "kept", result.kept());
            }
        }
    }

    private void done(String what, Object... fields) {
        outcomes.done(what, function, fields);
    }

    private static String since(long start) {
        return Sizes.time(System.nanoTime() - start);
    }
}
