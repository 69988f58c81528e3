package dev.effe.server.settings;

/** A value as it was written, and where. */
public record Given(String text, Origin origin) {}
