package dev.effe.host.metrics;

/**
 * The counts of a version in one minute, as it was called by one name. A minute of a series may have several.
 *
 * @param minute since 1970
 * @param qualifier the alias or version that clients named; "" for none
 * @param version that ran
 */
public record Sample(long minute, String qualifier, String version, Values values) {}
