package dev.effe.server.route.pattern;

/** What a pattern leads to. */
public record Routed<T>(RoutePattern pattern, T target) {}
