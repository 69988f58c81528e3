package dev.effe.server.http.message;

import dev.effe.server.route.Body;
import java.util.List;
import java.util.Map;

/**
 * An answer, whole.
 *
 * @param headers immutable, by name, whatever its case
 */
public record WholeAnswer(int status, Map<String, List<String>> headers, Body body) {}
