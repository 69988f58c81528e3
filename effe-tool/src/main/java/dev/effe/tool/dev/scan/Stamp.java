package dev.effe.tool.dev.scan;

/** A file as a scan sees it: one whose stamp is another has changed. Immutable. */
record Stamp(long bytes, long modifiedNanos) {}
