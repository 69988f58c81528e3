package dev.effe.tool.deploy;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.HostedVariables;
import dev.effe.tool.deploy.plan.AliasTrail;
import dev.effe.tool.deploy.plan.ApiLimits;
import dev.effe.tool.deploy.plan.Candidate;
import dev.effe.tool.deploy.plan.Desired;
import dev.effe.tool.deploy.plan.DesiredReader;
import dev.effe.tool.deploy.plan.Live;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.Place;
import dev.effe.tool.deploy.plan.Preparation;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.deploy.plan.Steps;
import dev.effe.tool.pack.CodePackage;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.AwsProfile;
import dev.effe.tool.remote.CallFigures;
import dev.effe.tool.remote.Endpoint;
import dev.effe.tool.remote.ErrorCounts;
import dev.effe.tool.remote.LambdaCalls;
import dev.effe.tool.remote.LambdaClient;
import dev.effe.tool.remote.LambdaFunctions;
import dev.effe.tool.remote.LogSource;
import dev.effe.tool.remote.MetricsClient;
import dev.effe.tool.remote.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place that speaks AWS Lambda's API: a host, or AWS. */
final class LambdaPlace implements Place {

    private final String target;
    private final LambdaFunctions functions;
    private final Map<String, String> environment;
    private final AwsProfile profile;
    private final Map<List<Path>, CodePackage> packed;
    private final AliasMoves moves;

    /**
     * A place at an address.
     *
     * @param target its name in effe.yaml
     * @param environment of this process, where secrets and keys may be
     * @param packed the code that is packed already, which places share
     */
    LambdaPlace(
            String target, Endpoint endpoint, Map<String, String> environment, Map<List<Path>, CodePackage> packed) {
        this.target = target;
        this.environment = Map.copyOf(environment);
        this.packed = packed;
        profile = new AwsProfile(environment);
        functions = new LambdaFunctions(LambdaClient.of(endpoint, profile, Pause.REAL));
        moves = new AliasMoves(functions);
    }

    @Override
    public String address() {
        return functions.endpoint().toString();
    }

    @Override
    public String nameOf(Application application, FunctionEntry function) {
        return Scope.deployedName(application, function);
    }

    @Override
    public Live live(String name) throws IOException {
        return Live.read(functions, name);
    }

    @Override
    public Candidate prepare(Application application, FunctionEntry function, String alias) throws IOException {
        List<Path> files = Preparation.codeOf(function);
        CodePackage code = packed.get(files);
        if (code == null) {
            code = CodePackage.of(files);
            packed.put(files, code);
        }
        DesiredReader reader = new DesiredReader(
                application, alias, (path, secret) -> HostedVariables.value(path, secret, environment::get));
        Desired desired = reader.read(function, nameOf(application, function), functions.endpoint(), code);
        ApiLimits.checkRequest(function, desired);
        ApiLimits.check(function, desired);
        return new LambdaCandidate(target, functions, desired, alias);
    }

    @Override
    public void start(String name, String version) throws IOException {
        if (functions.endpoint().host()) {
            functions.start(name, version);
        }
    }

    @Override
    public void move(String name, @Nullable AliasState before, String alias, String version) throws IOException {
        moves.move(name, before, alias, version);
    }

    @Override
    public Optional<AliasTrail> trail(String name, AliasState alias) throws IOException {
        return moves.trail(name, alias);
    }

    @Override
    public void promoteInSteps(
            String function, String name, AliasState before, String version, Steps steps, Outcomes outcomes)
            throws IOException {
        ErrorCounts counts = new ErrorCounts(metrics());
        StepPromotion promotion = new StepPromotion(
                function, name, functions, steps, counts, outcomes, Pause.REAL, InstantSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(promotion::interrupt, "effe-promotion-end"));
        promotion.run(before, version);
    }

    private MetricsClient metrics() {
        return MetricsClient.at(functions.endpoint(), profile, Pause.REAL);
    }

    @Override
    public void deleteAlias(String name, String alias) throws IOException {
        functions.deleteAlias(name, alias);
    }

    @Override
    public void delete(String name) throws IOException {
        functions.delete(name);
    }

    @Override
    public List<String> urls(String name) throws IOException {
        return functions.urls().list(name);
    }

    @Override
    public LogSource logs() {
        return LogSource.at(functions.endpoint(), profile, Pause.REAL);
    }

    @Override
    public List<CallFigures> figures(String name, MetricsClient.Span span) throws IOException {
        return CallFigures.of(metrics(), name, span);
    }

    @Override
    public LambdaCalls calls() {
        return functions.calls();
    }
}
