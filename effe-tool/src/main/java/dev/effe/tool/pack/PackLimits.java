package dev.effe.tool.pack;

/** The limits of AWS Lambda for code, by its page "Lambda quotas"; a host has the same. */
final class PackLimits {

    /** The most that its files may have together, in bytes. */
    static final int UNZIPPED_BYTES = 262_144_000;

    /** The most entries of a zip. */
    static final int ENTRIES = 65_535;

    private PackLimits() {}
}
