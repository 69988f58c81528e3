package dev.effe.server.http.message;

import dev.effe.server.route.Body;

/**
 * A request, complete.
 *
 * @param body the body without its transfer coding, empty if there is none; nobody else has its arrays
 */
public record RequestMessage(RequestHead head, Body body) {

    /** The memory that it takes, about. */
    public long bytes() {
        return head.bytes() + body.memoryBytes();
    }
}
