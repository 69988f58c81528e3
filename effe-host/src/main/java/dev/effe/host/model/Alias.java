package dev.effe.host.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name for a version, or for two that share its calls.
 *
 * @param version the one that gets all calls, or all but the other's
 * @param other null if it has one version
 * @param history its earlier targets, the newest first, at most 50
 */
public record Alias(
        String name,
        String version,
        @Nullable Weight other,
        String description,
        String revisionId,
        List<Past> history) {

    public Alias {
        history = List.copyOf(history);
    }

    /** True if calls of this alias may go to a version. */
    public boolean pointsTo(String candidate) {
        return version.equals(candidate) || (other != null && other.version().equals(candidate));
    }

    /**
     * The version of one call.
     *
     * @param draw from 0 to below 1, another for each call
     */
    public String versionFor(double draw) {
        return other != null && draw < other.share() ? other.version() : version;
    }

    /** The same, moved to another target; one that it had before is remembered. */
    public Alias moved(String toVersion, @Nullable Weight toOther, String newRevision, Instant at, String by) {
        List<Past> past = new ArrayList<>(history);
        if (!version.equals(toVersion) || !Objects.equals(other, toOther)) {
            past.add(0, new Past(version, other, at, by));
        }
        return new Alias(
                name,
                toVersion,
                toOther,
                description,
                newRevision,
                past.subList(0, Math.min(past.size(), Limits.HISTORY)));
    }

    public Alias withDescription(String newDescription) {
        return new Alias(name, version, other, newDescription, revisionId, history);
    }
}
