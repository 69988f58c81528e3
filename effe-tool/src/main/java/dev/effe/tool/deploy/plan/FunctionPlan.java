package dev.effe.tool.deploy.plan;

import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.Configuration;
import dev.effe.tool.remote.LambdaFunctions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The changes that a deployment of a function would make. Immutable.
 *
 * @param place where to
 * @param codeChanges whether its code is sent
 * @param files those of its code that change, where the place tells them
 * @param config the fields of its configuration that change
 * @param publishes whether a version is made
 * @param version the one that the alias gets
 * @param alias the name of the alias
 * @param url the changes of its URL
 */
public record FunctionPlan(
        LambdaFunctions place,
        Desired desired,
        Live live,
        boolean codeChanges,
        List<FileChange> files,
        List<FieldChange> config,
        boolean publishes,
        String version,
        String alias,
        UrlPlan url) {

    /** Copies what it is given. */
    public FunctionPlan {
        files = List.copyOf(files);
        config = List.copyOf(config);
    }

    /** Compares what is to be with what is there, and changes nothing. */
    public static FunctionPlan of(LambdaFunctions place, Desired desired, String alias) throws IOException {
        Live live = Live.read(place, desired.name());
        Configuration latest = live.latest().orElse(null);
        boolean same =
                latest != null && latest.codeSha256().equals(desired.code().sha256());
        List<FileChange> files = List.of();
        if (latest != null && !same && place.endpoint().host()) {
            files = FileChange.between(
                    place.files(desired.name(), "$LATEST"), desired.code().files());
            same = files.isEmpty(); // Another Java has compressed it.
        }
        List<FieldChange> config = ConfigDiff.of(live.latest(), desired);
        Configuration last = live.lastVersion().orElse(null);
        boolean publishes = !same || !config.isEmpty() || last == null || latest == null || !runAlike(last, latest);
        int next = last == null ? 1 : last.number() + (publishes ? 1 : 0);
        UrlPlan url = UrlPlan.of(
                place, desired.name(), alias, desired.url(), live.aliases().containsKey(alias));
        return new FunctionPlan(place, desired, live, !same, files, config, publishes, "" + next, alias, url);
    }

    private static boolean runAlike(Configuration one, Configuration other) {
        return one.codeSha256().equals(other.codeSha256())
                && one.handler().equals(other.handler())
                && one.runtime().equals(other.runtime())
                && one.memoryMb() == other.memoryMb()
                && one.timeoutSeconds() == other.timeoutSeconds()
                && one.role().equals(other.role())
                && one.environment().equals(other.environment());
    }

    /** True if the function is not there yet. */
    public boolean creates() {
        return live.latest().isEmpty();
    }

    /** The alias as it is; empty if it is not there. */
    public Optional<AliasState> aliasBefore() {
        return Optional.ofNullable(live.aliases().get(alias));
    }

    boolean movesAlias() {
        return publishes || aliasBefore().filter(there -> there.isAt(version)).isEmpty();
    }

    /** True if a deployment would change something. */
    public boolean changes() {
        return movesAlias() || codeChanges || !config.isEmpty() || url.changesAnything();
    }
}
