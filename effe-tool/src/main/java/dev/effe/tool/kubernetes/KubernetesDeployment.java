package dev.effe.tool.kubernetes;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.deploy.plan.Sizes;
import dev.effe.tool.remote.AliasState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The deployment of one function to a cluster: image, version, start, alias, retention, in this order, so that one that
 * ends half way leaves clients where they were, and the next one goes on. Confined to one thread.
 */
final class KubernetesDeployment {

    private final KubernetesPlan plan;
    private final int retain;
    private final Outcomes outcomes;
    private final Cluster cluster;
    private final Workload workload;
    private final String alias;
    /** For the line of a failure. */
    private String step = "";

    KubernetesDeployment(KubernetesPlan plan, int retain, Outcomes outcomes) {
        this.plan = plan;
        this.retain = retain;
        this.outcomes = outcomes;
        cluster = plan.candidate().cluster();
        workload = plan.contents().workload();
        alias = plan.candidate().alias();
    }

    /** Does what is to be done, and says what has come of it; false if a step failed. */
    boolean run() {
        try {
            String version = version();
            alias(version);
            retention(version);
            return true;
        } catch (IOException e) {
            outcomes.failed(step, workload.function(), String.valueOf(e instanceof ToolException ? e.getMessage() : e));
            return false;
        }
    }

    private String version() throws IOException {
        if (!plan.publishes()) {
            done("code unchanged");
            done("config unchanged");
            if (plan.movesAlias()) {
                step = "completing version " + plan.version();
                make(rendering(plan.version()), plan.version()); // The deployment that made it may have ended half way.
            }
            return plan.version();
        }
        step = "pushing image";
        long start = System.nanoTime();
        plan.candidate().push().run();
        done("pushed image", "image", workload.image() + "@" + workload.digest(), "duration", since(start));
        step = "publishing version";
        String version = publish();
        done("published", "version", version);
        return version;
    }

    /** Takes the next number by making a Service of it, once more if somebody else is faster. */
    private String publish() throws IOException {
        String version = plan.version();
        Rendering rendering = rendering(version);
        if (!claim(rendering)) {
            version = "" + cluster.read(workload.name()).next();
            rendering = rendering(version);
            if (!claim(rendering)) {
                throw new ToolException("Somebody else deploys " + workload.name() + " too, and has taken version "
                        + version + ": deploy again when that is done");
            }
        }
        make(rendering, version);
        return version;
    }

    private Rendering rendering(String version) throws IOException {
        Overlay overlay = new Overlay(
                workload, Optional.of("v" + version), Names.version(workload.name(), version), plan.annotations());
        return Rendering.of(cluster.kubectl(), overlay);
    }

    private boolean claim(Rendering rendering) throws IOException {
        return cluster.kubectl().create(rendering.ofKind("Service").getBytes(StandardCharsets.UTF_8));
    }

    /** Makes secrets before the pods that read them. */
    private void make(Rendering rendering, String version) throws IOException {
        if (workload.callsToken()) {
            cluster.callToken(workload.application());
        }
        if (!plan.contents().secrets().isEmpty()) {
            cluster.kubectl()
                    .apply(Resources.secret(
                            workload.application(),
                            workload.name(),
                            version,
                            plan.contents().secrets()));
        }
        cluster.apply(rendering);
    }

    private void alias(String version) throws IOException {
        AliasState before = plan.aliasBefore().orElse(null);
        if (before != null && before.isAt(version)) {
            done("alias " + alias + " unchanged", "version", version);
            return;
        }
        step = "starting version " + version;
        long start = System.nanoTime();
        cluster.rollout().start(workload.name(), version);
        done("started", "version", version, "duration", since(start));
        step = "moving alias " + alias;
        cluster.aliases().move(workload.application(), workload.name(), before, alias, version);
        if (before == null) {
            done("created alias " + alias, "version", version);
        } else {
            done("updated alias " + alias, "version", version, "was", PlanText.at(before));
        }
    }

    private void retention(String version) throws IOException {
        step = "stopping old versions";
        if (plan.changes()) {
            ClusterRetention.Result result = new ClusterRetention(cluster.kubectl(), cluster.rollout())
                    .apply(workload.name(), Integer.parseInt(version), retain);
            if (result.deleted() + result.stopped() > 0) {
                done("stopped old versions", "stopped", result.stopped(), "deleted", result.deleted());
            }
        }
    }

    private void done(String what, Object... fields) {
        outcomes.done(what, workload.function(), fields);
    }

    private static String since(long start) {
        return Sizes.time(System.nanoTime() - start);
    }
}
