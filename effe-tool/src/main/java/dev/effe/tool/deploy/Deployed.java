package dev.effe.tool.deploy;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.plan.Live;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.LambdaFunctions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A function of effe.yaml that is deployed. Immutable.
 *
 * @param function its name in effe.yaml
 * @param name the name that it is deployed by
 */
record Deployed(String function, String name, LambdaFunctions place, Live live) {

    /** Something that is done with one function; what it throws is told. */
    interface Work {
        void on(Deployed function) throws IOException;
    }

    static Deployed of(FunctionEntry function, String name, LambdaFunctions place) throws IOException {
        Live live = Live.read(place, name);
        if (live.latest().isEmpty()) {
            throw new ToolException(name + " is not at " + place.endpoint() + ": effe deploy " + function.name());
        }
        return new Deployed(function.name(), name, place, live);
    }

    /**
     * Does something with each function of a scope, also where one fails.
     *
     * @param step as the line of a failure begins
     * @throws ToolException if one failed
     */
    static void each(Scope scope, String step, Outcomes outcomes, Work work) throws IOException {
        List<String> failed = new ArrayList<>();
        scope.each((function, name, place) -> {
            try {
                work.on(of(function, name, place));
            } catch (ToolException e) {
                outcomes.failed(step, function.name(), String.valueOf(e.getMessage()));
                failed.add(function.name());
            }
        });
        if (!failed.isEmpty()) {
            throw new ToolException(step + " failed for " + String.join(", ", failed));
        }
    }

    /** An alias that must be there. */
    AliasState alias(String alias) throws ToolException {
        AliasState state = live.aliases().get(alias);
        if (state == null) {
            throw new ToolException(function + " has no alias " + alias + "; its aliases: "
                    + (live.aliases().isEmpty()
                            ? "none"
                            : String.join(", ", live.aliases().keySet())));
        }
        return state;
    }

    /** Throws if there is no such version. */
    void check(String version) throws ToolException {
        if (!live.hasVersion(version)) {
            throw new ToolException(function + " has no version " + version + "; its versions: "
                    + String.join(
                            ", ",
                            live.versions().stream()
                                    .map(known -> known.version())
                                    .toList()));
        }
    }

    /** Starts a version, where it is a host that could; then an alias can be moved to it. */
    void start(String version) throws IOException {
        if (place.endpoint().host()) {
            place.start(name, version);
        }
    }
}
