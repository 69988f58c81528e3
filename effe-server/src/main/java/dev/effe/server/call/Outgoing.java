package dev.effe.server.call;

import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.route.Body;

/**
 * A request from one function to another.
 *
 * @param id the calling request's, in the log and in X-Request-Id
 * @param target path and query, which a server takes
 * @param nanos how long the answer is waited for, more than 0
 */
public record Outgoing(String id, String method, String target, HeaderFields headers, Body body, long nanos) {}
