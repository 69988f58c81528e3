package dev.effe.tool.deploy;

import dev.effe.tool.deploy.plan.AliasTrail;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.Configuration;
import dev.effe.tool.remote.LambdaFunctions;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deletes old versions, and none that an alias may still lead to. Stateless. */
final class Retention {

    /** The earlier targets of each alias that a rollback finds. */
    private static final int ROLLBACKS = 3;

    private final LambdaFunctions place;
    private final int retain;

    /** @param retain how many versions stay, the newest ones */
    Retention(LambdaFunctions place, int retain) {
        this.place = place;
        this.retain = retain;
    }

    /**
     * Deletes what is old.
     *
     * @param deleted how many versions have gone
     * @param kept how many are left
     */
    record Result(int deleted, int kept) {}

    /** Deletes the versions of a function that are old and that no alias has, had lately or shares its calls with. */
    Result apply(String function) throws IOException {
        List<Configuration> versions = place.versions(function);
        if (versions.size() <= retain) {
            return new Result(0, versions.size());
        }
        Set<String> held = held(function);
        int deleted = 0;
        for (Configuration version : versions.subList(0, versions.size() - retain)) {
            if (!held.contains(version.version()) && place.deleteVersion(function, version.version())) {
                deleted++;
            }
        }
        return new Result(deleted, versions.size() - deleted);
    }

    private Set<String> held(String function) throws IOException {
        Set<String> held = new HashSet<>();
        for (AliasState alias : place.aliases(function).values()) {
            held.add(alias.version());
            held.addAll(alias.weights().keySet());
            Optional<AliasTrail> trail = new AliasMoves(place).trail(function, alias);
            trail.ifPresent(known ->
                    held.addAll(known.earlier().stream().limit(ROLLBACKS).toList()));
        }
        return held;
    }
}
