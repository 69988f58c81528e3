package dev.effe.host.model;

import org.jspecify.annotations.Nullable;

/**
 * The Amazon Resource Name of a function, or of a version or alias of it.
 *
 * @param qualifier null for the function
 */
public record Arn(
        String region,
        String account,
        String name,
        @Nullable String qualifier) {

    @Override
    public String toString() {
        String function = "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
        return qualifier == null ? function : function + ":" + qualifier;
    }
}
