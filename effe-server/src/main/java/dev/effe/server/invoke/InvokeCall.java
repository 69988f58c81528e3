package dev.effe.server.invoke;

import dev.effe.Response;
import dev.effe.server.dispatch.Invocation;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.log.LogTail;
import dev.effe.server.route.Call;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A synchronous invocation, from its payload to its answer, which is sent when it is whole. */
class InvokeCall implements Invocation.Completion {

    private static final Logger log = LoggerFactory.getLogger(InvokeCall.class);

    private final Call call;
    private final PayloadRequest request;
    private final PayloadResponse response;
    private final Duration timeout;
    private final @Nullable InvocationLog tail;

    /**
     * Makes the call.
     *
     * @param tail the end of its log, if the client wants that
     */
    InvokeCall(
            Call call,
            PayloadRequest request,
            PayloadResponse response,
            Duration timeout,
            @Nullable InvocationLog tail) {
        this.call = call;
        this.request = request;
        this.response = response;
        this.timeout = timeout;
        this.tail = tail;
    }

    /** The invocation that goes to the dispatcher. */
    final Invocation invocation() {
        Invocation invocation = new Invocation(request, response, this);
        call.carriedBy(invocation);
        return invocation;
    }

    @Override
    public final void beginning(long startNanos) {
        InvalidPayloadException.check(request.payload());
        if (tail != null) {
            tail.start(startNanos);
        }
    }

    @Override
    public final long callerNanos() {
        return call.callerNanos();
    }

    @Override
    public final boolean tellsFailures() {
        return true;
    }

    @Override
    public final @Nullable LogTail logTail() {
        return tail == null ? null : tail.lines();
    }

    @Override
    public final void completed(Outcome outcome) {
        response.seal();
        Outcome told;
        try {
            if (outcome instanceof Outcome.Abandoned) {
                if (tail != null) {
                    tail.end(outcome, timeout);
                }
                call.completed(outcome); // There is nobody to answer.
                return;
            }
            InvokeEnd end = InvokeEnd.of(outcome, response, request.id(), timeout);
            boolean whole = answer(end, call.response(), tail == null ? null : tail.end(outcome, timeout));
            told = whole ? Outcome.SUCCEEDED : outcome;
        } catch (IOException | RuntimeException e) {
            log.debug("The answer to invocation {} is cut", request.id(), e);
            told = new Outcome.Failed(e);
        }
        call.completed(told);
    }

    /**
     * Answers the client.
     *
     * @param logged the end of the log in base 64, if the client wants that
     * @return whether the answer is whole; if not, it is cut
     */
    boolean answer(InvokeEnd end, Response client, @Nullable String logged) throws IOException {
        InvokeException error = end.error();
        if (error != null) {
            error.answer(client);
            return true;
        }
        client.header("X-Amz-Executed-Version", FunctionIdentity.VERSION).header("Content-Type", "application/json");
        if (end.isFunctionError()) {
            client.header("X-Amz-Function-Error", "Unhandled");
        }
        if (logged != null) {
            client.header("X-Amz-Log-Result", logged);
        }
        client.send(end.payload());
        return true;
    }
}
