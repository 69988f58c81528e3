package dev.effe.host.model;

/**
 * The version that gets a part of an alias's calls.
 *
 * @param version a published one
 * @param share of all calls, from 0 to 1
 */
public record Weight(String version, double share) {

    public Weight {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be from 0 to 1, but was " + share);
        }
    }
}
