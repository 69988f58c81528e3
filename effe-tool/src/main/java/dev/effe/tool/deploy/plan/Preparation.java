package dev.effe.tool.deploy.plan;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.pack.CodePackage;
import dev.effe.tool.remote.LambdaFunctions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packs and checks functions, and compares them with what is there, before anything is changed. Confined to one thread. */
public final class Preparation {

    private final Scope scope;
    private final String alias;
    private final DesiredReader reader;
    /** Null to say nothing of what is right. */
    private final @Nullable Outcomes outcomes;

    private final List<String> problems = new ArrayList<>();
    private final Map<List<Path>, CodePackage> packed = new HashMap<>();

    /**
     * Nothing is packed yet.
     *
     * @param alias that functions get
     * @param environment of this process, where secrets may be
     * @param outcomes told of each package; null to say nothing of what is right
     */
    public Preparation(Scope scope, String alias, Map<String, String> environment, @Nullable Outcomes outcomes) {
        this.scope = scope;
        this.alias = alias;
        this.outcomes = outcomes;
        reader = new DesiredReader(scope.application(), alias, environment);
    }

    /**
     * The plans of all functions at all places.
     *
     * @throws ToolException if one cannot be deployed: then none is
     */
    public List<FunctionPlan> plans() throws IOException {
        List<Desired> desired = new ArrayList<>();
        List<LambdaFunctions> places = new ArrayList<>();
        for (FunctionEntry function : scope.functions()) {
            for (LambdaFunctions place : scope.places()) {
                Desired made = checked(function, place);
                if (made != null) {
                    desired.add(made);
                    places.add(place);
                }
            }
        }
        refuse();
        List<FunctionPlan> plans = new ArrayList<>();
        for (int i = 0; i < desired.size(); i++) {
            FunctionPlan plan = FunctionPlan.of(places.get(i), desired.get(i), alias);
            plans.add(plan);
            if (plan.creates()
                    && !places.get(i).endpoint().host()
                    && desired.get(i).role().isEmpty()) {
                problems.add("targets." + scope.target().name() + ".aws.role is needed to make "
                        + desired.get(i).name() + ", such as {role: \"arn:aws:iam::123456789012:role/lambda\"}");
            }
        }
        refuse();
        return plans;
    }

    private void refuse() throws ToolException {
        if (!problems.isEmpty()) {
            throw new ToolException(String.join("\n", problems) + "\nNothing was changed");
        }
    }

    private @Nullable Desired checked(FunctionEntry function, LambdaFunctions place) throws IOException {
        try {
            long start = System.nanoTime();
            CodePackage code = pack(function);
            Desired desired = reader.read(function, scope.deployedName(function), place.endpoint(), code);
            if (outcomes != null) {
                outcomes.done(
                        "packaged",
                        function.name(),
                        "size",
                        Sizes.text(code.zip().length),
                        "files",
                        code.files().size(),
                        "duration",
                        Sizes.time(System.nanoTime() - start));
            }
            return desired;
        } catch (ToolException | UsageException e) {
            problems.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private CodePackage pack(FunctionEntry function) throws IOException {
        List<Path> code = codeOf(function);
        CodePackage made = packed.get(code);
        if (made == null) {
            made = CodePackage.of(code);
            packed.put(code, made);
        }
        return made;
    }

    /** The files and folders of a function's code. */
    public static List<Path> codeOf(FunctionEntry function) {
        return function.program().code().stream()
                .map(Mention::text)
                .map(Path::of)
                .toList();
    }
}
