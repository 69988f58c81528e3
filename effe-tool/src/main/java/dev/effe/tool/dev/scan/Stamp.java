package dev.effe.tool.dev.scan;

/** What a scan sees of a file: a file whose stamp is another has changed. Immutable. */
record Stamp(long bytes, long modifiedNanos) {}
