package dev.effe.host.model;

import org.jspecify.annotations.Nullable;

/**
 * The region and account that the host says it is.
 *
 * @param region such as {@code us-east-1}
 * @param id 12 digits
 */
public record Account(String region, String id) {

    /** The ARN of a function, without a version. */
    public Arn arn(String name) {
        return new Arn(region, id, name, null);
    }

    /** The ARN of a version or alias; of the function if the qualifier is null. */
    public Arn arn(String name, @Nullable String qualifier) {
        return new Arn(region, id, name, qualifier);
    }
}
