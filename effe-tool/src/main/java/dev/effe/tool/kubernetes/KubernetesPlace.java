package dev.effe.tool.kubernetes;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.plan.AliasTrail;
import dev.effe.tool.deploy.plan.Candidate;
import dev.effe.tool.deploy.plan.Live;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.Place;
import dev.effe.tool.deploy.plan.Steps;
import dev.effe.tool.image.AppImage;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.CallFigures;
import dev.effe.tool.remote.LambdaCalls;
import dev.effe.tool.remote.LogSource;
import dev.effe.tool.remote.MetricsClient;
import dev.effe.tool.remote.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A namespace of Kubernetes, which the user's kubectl reaches. */
public final class KubernetesPlace implements Place {

    private final KubernetesTarget target;
    private final Application application;
    private final List<Path> files;
    private final Map<String, String> environment;
    private final Cluster cluster;

    /**
     * Nothing is asked of the cluster yet.
     *
     * @param files effe.yaml, and what is laid over it
     * @param environment of this process, where kubectl, its configuration, and secrets may be
     */
    public KubernetesPlace(
            KubernetesTarget target, Application application, List<Path> files, Map<String, String> environment) {
        this.target = target;
        this.application = application;
        this.files = List.copyOf(files);
        this.environment = Map.copyOf(environment);
        cluster = new Cluster(new Kubectl(target, environment), Pause.REAL);
    }

    @Override
    public String address() {
        return target.address();
    }

    @Override
    public String nameOf(Application of, FunctionEntry function) {
        return Names.of(of, function);
    }

    @Override
    public Live live(String name) throws IOException {
        return cluster.read(name).shown();
    }

    @Override
    public Candidate prepare(Application of, FunctionEntry function, String alias) throws IOException {
        AppCheck.of(files, List.of(function.name())).orThrow();
        AppImage image = AppImage.of(files, of, function, target.base(), target.platforms());
        Names.checkAlias(Names.checked(of, function), alias);
        WorkloadReader reader = new WorkloadReader(of, target, alias);
        Workload workload = reader.read(function, image);
        KubernetesCandidate.Contents contents = new KubernetesCandidate.Contents(
                workload,
                reader.configuration(function, workload),
                SecretValues.of(of, function, environment),
                reader.leftOut(function));
        return new KubernetesCandidate(cluster, contents, alias, image, () -> image.push(target.image(), environment));
    }

    @Override
    public void start(String name, String version) throws IOException {
        cluster.rollout().start(name, version);
    }

    @Override
    public void move(String name, @Nullable AliasState before, String alias, String version) throws IOException {
        Names.checkAlias(name, alias);
        cluster.rollout().start(name, version); // It may rest, and no alias leads to what is not ready.
        cluster.aliases().move(application.name(), name, before, alias, version);
    }

    @Override
    public Optional<AliasTrail> trail(String name, AliasState alias) {
        return ClusterAliases.trail(alias);
    }

    @Override
    public void promoteInSteps(
            String function, String name, AliasState before, String version, Steps steps, Outcomes outcomes)
            throws IOException {
        throw new ToolException(
                "A Service of Kubernetes leads to one version: promote without --steps, or share calls by"
                        + " the weights of an HTTPRoute of your own");
    }

    @Override
    public void deleteAlias(String name, String alias) throws IOException {
        cluster.aliases().delete(name, alias);
    }

    @Override
    public void delete(String name) throws IOException {
        cluster.delete(name);
    }

    @Override
    public List<String> urls(String name) throws IOException {
        String behind = target.namespace().map(namespace -> "." + namespace).orElse("");
        return cluster.read(name).aliases().keySet().stream()
                .map(alias -> "http://" + Names.alias(name, alias) + behind)
                .toList();
    }

    @Override
    public LogSource logs() {
        return new ClusterLogs(cluster.kubectl(), Pause.REAL);
    }

    @Override
    public List<CallFigures> figures(String name, MetricsClient.Span span) throws ToolException {
        throw new ToolException(
                "Kubernetes keeps no figures of calls: Prometheus does, which reads /metrics of the pods'"
                        + " admin port");
    }

    @Override
    public LambdaCalls calls() throws ToolException {
        throw new ToolException("A function on Kubernetes is called by HTTP, such as: kubectl port-forward service/"
                + application.name() + "-FUNCTION-ALIAS 8080:80");
    }
}
