package dev.effe.host.service;

import dev.effe.Request;
import dev.effe.host.access.Caller;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.route.Call;

/** A service of AWS beside Lambda's, at {@code POST /}, in a protocol of its own. Thread-safe. */
public interface AwsService {

    /** The name that its requests are signed for, such as {@code sts}. */
    String name();

    /** True if a request to the root is for it, by its header X-Amz-Target or by its signature. Does not block. */
    boolean takes(Request request);

    /**
     * Answers a request. Called on a worker; may block.
     *
     * @param requestId for answers that tell it
     * @throws InvokeException for an error, which {@link #refuse} is to tell; nothing is answered then
     */
    void answer(Call call, Caller caller, String requestId) throws InvokeException;

    /** Answers with an error, in the protocol of the request. Does not block. */
    void refuse(Call call, InvokeException why, String requestId);
}
