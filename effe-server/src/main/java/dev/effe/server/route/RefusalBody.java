package dev.effe.server.route;

import java.util.Map;

/**
 * The text that a route's clients read in a refusal of the server's own, instead of a problem.
 *
 * @param headers beside its type
 */
public record RefusalBody(Map<String, String> headers, String contentType, String text) {}
