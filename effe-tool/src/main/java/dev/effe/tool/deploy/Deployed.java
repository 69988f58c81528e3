package dev.effe.tool.deploy;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.plan.AliasTrail;
import dev.effe.tool.deploy.plan.Live;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.Place;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.remote.AliasState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A function of effe.yaml that is deployed. Immutable.
 *
 * @param function its name in effe.yaml
 * @param name the name that it is deployed by
 */
record Deployed(String function, String name, Place place, Live live) {

    /** Something that is done with one function; what it throws is told. */
    interface Work {
        void on(Deployed function) throws IOException;
    }

    static Deployed of(FunctionEntry function, String name, Place place) throws IOException {
        Live live = place.live(name);
        if (live.latest().isEmpty()) {
            throw new ToolException(name + " is not at " + place.address() + ": effe deploy " + function.name());
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
            throw new ToolException(function + " has no version " + version + known());
        }
    }

    private String known() {
        return "; its versions: "
                + String.join(
                        ", ",
                        live.versions().stream()
                                .map(version -> version.version())
                                .toList());
    }

    /** Starts a version, where it is started before calls; then an alias can be moved to it. */
    void start(String version) throws IOException {
        place.start(name, version);
    }

    /**
     * The version that a rollback of an alias leads to.
     *
     * @throws ToolException if there is none, or nobody knows it
     */
    String before(AliasState alias) throws IOException {
        if (!alias.weights().isEmpty()) {
            return alias.version(); // A promotion has not come to its end.
        }
        AliasTrail trail = place.trail(name, alias)
                .orElseThrow(() -> new ToolException((AliasTrail.isIn(alias.description())
                                ? "Another tool has moved " + name + ":" + alias.name() + " since effe did"
                                : "Effe has never moved " + name + ":" + alias.name())
                        + ": name the version by --to" + known()));
        return trail.earlier().stream()
                .filter(live::hasVersion)
                .findFirst()
                .orElseThrow(() -> new ToolException(
                        name + ":" + alias.name() + " has no earlier version: name one by --to" + known()));
    }
}
