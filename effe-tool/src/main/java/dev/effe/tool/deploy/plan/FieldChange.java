package dev.effe.tool.deploy.plan;

import org.jspecify.annotations.Nullable;

/**
 * A field that a deployment changes. Immutable.
 *
 * @param key such as {@code environment.TABLE}
 * @param before as it is shown; null if it is not there
 * @param after as it is shown; null if it goes
 * @param secret true if neither is to be shown
 */
public record FieldChange(
        String key, @Nullable String before, @Nullable String after, boolean secret) {

    /** As diffs show it: {@code memory: 128 -> 512}, {@code + environment.TABLE: "orders"}. */
    public String text() {
        if (before == null) {
            return "+ " + key + ": " + (secret ? "(secret)" : after);
        }
        if (after == null) {
            return "- " + key + (secret ? "" : ": " + before);
        }
        return key + ": " + (secret ? "(secret changed)" : before + " -> " + after);
    }
}
