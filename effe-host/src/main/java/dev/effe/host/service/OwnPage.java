package dev.effe.host.service;

import dev.effe.Request;
import dev.effe.host.access.Caller;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.route.Call;

/** A page of the host's own below {@code /_effe}, which answers by itself, for as long as it takes. Thread-safe. */
public interface OwnPage {

    /** True if a request is for it. Does not block. */
    boolean takes(Request request);

    /**
     * Answers a request. Called on a worker; may block.
     *
     * @throws InvokeException if it is refused; nothing is answered then
     */
    void answer(Call call, Caller caller) throws InvokeException;
}
