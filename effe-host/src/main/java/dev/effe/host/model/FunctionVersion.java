package dev.effe.host.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a function: {@code $LATEST}, or one that was published and never changes.
 *
 * @param version {@code $LATEST} or a number
 * @param ownDescription that which its publisher gave it; null if it has the configuration's
 * @param revisionId a UUID, new with each change
 * @param modified when it last changed
 */
public record FunctionVersion(
        String version, VersionConfig config, @Nullable String ownDescription, String revisionId, Instant modified) {

    /** The state of {@code $LATEST}. */
    public static FunctionVersion latest(VersionConfig config, String revisionId, Instant modified) {
        return new FunctionVersion(Qualifier.LATEST, config, null, revisionId, modified);
    }

    public boolean isLatest() {
        return Qualifier.isLatest(version);
    }

    /** The number of a published version; 0 for {@code $LATEST}. */
    public int number() {
        return Qualifier.number(version);
    }

    public String description() {
        return ownDescription == null ? config.description() : ownDescription;
    }
}
