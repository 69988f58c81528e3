package dev.effe.server.call;

import dev.effe.server.dispatch.Invocation;
import dev.effe.server.dispatch.Kind;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.message.CollectedAnswer;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.http.message.WholeAnswer;
import dev.effe.server.memory.MemoryBudget;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A call to a function of this process, whose caller's thread waits for it. */
final class LocalCall implements Invocation.Completion {

    private final String id;
    private final long bytes;
    private final long nanos;
    private final CollectedAnswer collected;
    private final Invocation invocation;
    private final CountDownLatch over = new CountDownLatch(1);

    /** Written before over opens. */
    private @Nullable Outcome outcome;

    LocalCall(HttpRequest request, String method, int maxBytes, MemoryBudget memory) {
        id = request.id();
        bytes = request.bodyLength();
        nanos = request.callerNanos();
        collected = new CollectedAnswer(id, method, maxBytes, memory);
        invocation = new Invocation(request, collected.response(), this);
    }

    Invocation invocation() {
        return invocation;
    }

    @Override
    public long callerNanos() {
        return nanos;
    }

    @Override
    public Kind kind() {
        return Kind.CALL;
    }

    @Override
    public long bytesIn() {
        return bytes;
    }

    @Override
    public long bytesOut() {
        return collected.length();
    }

    @Override
    public boolean isNested() {
        return true;
    }

    @Override
    public void over() {
        collected.response().seal();
    }

    @Override
    public void completed(Outcome result) {
        outcome = result;
        invocation.flushed();
        over.countDown();
    }

    /** Waits for the end. Its deadline sees to it that there is one. */
    Reply await() {
        try {
            over.await();
            return reply(Objects.requireNonNull(outcome));
        } catch (InterruptedException e) {
            invocation.callerLeft();
            Thread.currentThread().interrupt();
            return Reply.without(Reply.End.OUT_OF_TIME, id, e);
        } finally {
            collected.close();
        }
    }

    private Reply reply(Outcome result) {
        if (result instanceof Outcome.TimedOut) {
            return Reply.without(Reply.End.OUT_OF_TIME, id, null);
        }
        WholeAnswer whole = collected.isTooLarge() ? null : collected.end(result);
        return whole == null ? Reply.without(Reply.End.UNUSABLE, id, null) : Reply.answered(whole);
    }
}
