package dev.effe.host.engine;

/**
 * The instances of a version at one moment. Immutable.
 *
 * @param instances how many take calls
 * @param starting how many start
 * @param calls how many calls run
 * @param waiting how many calls wait for an instance
 */
public record VersionView(Resolved version, int instances, int starting, int calls, int waiting) {}
