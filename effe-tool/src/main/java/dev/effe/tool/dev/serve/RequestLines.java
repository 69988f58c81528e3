package dev.effe.tool.dev.serve;

import dev.effe.Request;

/** Tells a developer of each request. */
@FunctionalInterface
public interface RequestLines {

    /**
     * It is answered. Must not block for long.
     *
     * @param status 0 if its client has gone
     */
    void tell(Request request, int status, long nanos);
}
