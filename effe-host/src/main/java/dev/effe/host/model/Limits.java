package dev.effe.host.model;

/** The limits of AWS Lambda that a host has too, by AWS's page "Lambda quotas". */
public final class Limits {

    /** The longest name of a function. */
    public static final int NAME = 64;

    /** The largest zip, in bytes. */
    public static final int ZIPPED_BYTES = 52_428_800;

    /** The most that its files may have together, in bytes. */
    public static final int UNZIPPED_BYTES = 262_144_000;

    /** The most entries of a zip. */
    public static final int ZIP_ENTRIES = 65_535;

    /** The largest request that brings code: a zip of the largest size in base64, and 256 KiB more. */
    public static final int CODE_REQUEST_BYTES = 70_167_211;

    /** The largest of the other requests, in bytes. */
    public static final int REQUEST_BYTES = 6_291_456;

    /** The most that names and values of the environment may have together as JSON, in bytes. */
    public static final int ENVIRONMENT_BYTES = 4096;

    public static final int MIN_MEMORY_MB = 128;
    public static final int MAX_MEMORY_MB = 10_240;
    public static final int DEFAULT_MEMORY_MB = 128;

    public static final int MAX_TIMEOUT_SECONDS = 900;
    public static final int DEFAULT_TIMEOUT_SECONDS = 3;

    public static final int DESCRIPTION = 256;
    public static final int HANDLER = 128;

    /** The earlier targets that an alias remembers. */
    public static final int HISTORY = 50;

    /** The part of all calls at once that functions cannot reserve for themselves. */
    public static final int UNRESERVED_CALLS = 100;

    /** The most tags of a function. */
    public static final int TAGS = 50;

    /** The largest policy of a function as JSON, in bytes. */
    public static final int POLICY_BYTES = 20_480;

    /** The most times that an event may be tried again after an error. */
    public static final int EVENT_RETRIES = 2;

    /** The ages at which an event may be given up, in seconds. */
    public static final int MIN_EVENT_AGE = 60;

    public static final int MAX_EVENT_AGE = 21_600;

    private Limits() {}
}
