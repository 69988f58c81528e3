package dev.effe.tool.deploy.plan;

import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.Configuration;
import dev.effe.tool.remote.LambdaFunctions;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A function as a place has it. Immutable.
 *
 * @param latest {@code $LATEST}; empty if there is no such function
 * @param versions the published ones, the oldest first
 * @param aliases by name
 */
public record Live(
        Optional<Configuration> latest, List<Configuration> versions, SortedMap<String, AliasState> aliases) {

    /** Copies what it is given. */
    public Live {
        versions = List.copyOf(versions);
        aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
    }

    /** Asks a place for a function, by the name that it is deployed by. */
    public static Live read(LambdaFunctions place, String name) throws IOException {
        Optional<Configuration> latest = place.find(name);
        return latest.isEmpty()
                ? new Live(latest, List.of(), new TreeMap<>())
                : new Live(latest, place.versions(name), place.aliases(name));
    }

    /** The newest version. */
    Optional<Configuration> lastVersion() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    /** True if there is such a published version. */
    public boolean hasVersion(String version) {
        return versions.stream().anyMatch(known -> known.version().equals(version));
    }
}
