package dev.effe.tool.deploy.plan;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.pack.PackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Packs and checks functions, and compares them with what is there, before anything is changed. Confined to one thread. */
public final class Preparation {

    private final Scope scope;
    private final String alias;
    /** Null to say nothing of what is right. */
    private final @Nullable Outcomes outcomes;

    private final List<String> problems = new ArrayList<>();

    /**
     * Nothing is packed yet.
     *
     * @param alias that functions get
     * @param outcomes told of each package; null to say nothing of what is right
     */
    public Preparation(Scope scope, String alias, @Nullable Outcomes outcomes) {
        this.scope = scope;
        this.alias = alias;
        this.outcomes = outcomes;
    }

    /**
     * The plans of all functions at all places.
     *
     * @throws ToolException if one cannot be deployed: then none is
     */
    public List<DeploymentPlan> plans() throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        for (FunctionEntry function : scope.functions()) {
            for (Place place : scope.places()) {
                Candidate made = checked(function, place);
                if (made != null) {
                    candidates.add(made);
                }
            }
        }
        refuse();
        List<DeploymentPlan> plans = new ArrayList<>();
        for (Candidate candidate : candidates) {
            try {
                plans.add(candidate.plan());
            } catch (PackException e) {
                problems.add(String.valueOf(e.getMessage()));
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

    private @Nullable Candidate checked(FunctionEntry function, Place place) throws IOException {
        try {
            long start = System.nanoTime();
            Candidate candidate = place.prepare(scope.application(), function, alias);
            if (outcomes != null) {
                outcomes.done(
                        "packaged",
                        function.name(),
                        "size",
                        Sizes.text(candidate.bytes()),
                        "files",
                        candidate.files(),
                        "duration",
                        Sizes.time(System.nanoTime() - start));
            }
            return candidate;
        } catch (ToolException | UsageException e) {
            problems.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The files and folders of a function's code. */
    public static List<Path> codeOf(FunctionEntry function) {
        return function.program().code().stream()
                .map(Mention::text)
                .map(Path::of)
                .toList();
    }
}
