package dev.effe.server.route.pattern;

/** The target that a pattern leads to. */
public record Routed<T>(RoutePattern pattern, T target) {}
