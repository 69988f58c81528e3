package dev.effe.test;

import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.message.CollectedAnswer;
import dev.effe.server.http.message.WholeAnswer;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.memory.MemoryBudget;

/** Keeps what a function answers and makes of it the answer that the server's own code makes. Used by one thread. */
final class RecordedAnswer {

    private final FunctionJson json;
    private final CollectedAnswer collected;

    RecordedAnswer(FunctionJson json, String requestId, String method) {
        this.json = json;
        collected = new CollectedAnswer(requestId, method, Integer.MAX_VALUE, MemoryBudget.unlimited());
        collected.response().use(json);
    }

    /** For the function, until its call ends. */
    Response response() {
        return collected.response();
    }

    /**
     * Ends it: the function cannot write any more.
     *
     * @throws StatusException that of the outcome, if it cuts the answer
     * @throws IllegalStateException if the answer is cut since the function wrote less than it declared
     */
    TestResponse end(Outcome outcome) {
        WholeAnswer whole = collected.end(outcome);
        if (whole == null
                && outcome instanceof Outcome.Failed failed
                && failed.cause() instanceof StatusException cut) {
            throw cut;
        }
        if (whole == null) {
            throw new IllegalStateException(
                    "The function wrote less than the Content-Length it set: the server would cut the answer");
        }
        return new TestResponse(whole.status(), whole.headers(), whole.body().bytes(), json);
    }
}
