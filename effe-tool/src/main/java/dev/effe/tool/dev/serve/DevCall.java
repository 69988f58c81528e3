package dev.effe.tool.dev.serve;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.dispatch.Invocation;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.log.LogTail;
import dev.effe.server.route.Call;
import dev.effe.server.route.PendingResponse;
import dev.effe.server.route.pattern.RoutePattern;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call whose end a developer is told, and whose failure is answered with what was thrown. Thread-safe as other calls are.
 */
final class DevCall implements Call {

    private final Call call;
    private final Request request;
    private final RequestLines lines;
    private final BiConsumer<DevCall, Outcome.Failed> whenThrown;
    private final long beginNanos = System.nanoTime();

    /** @param whenThrown is to {@link #end} it; must not block */
    DevCall(Call call, Request request, RequestLines lines, BiConsumer<DevCall, Outcome.Failed> whenThrown) {
        this.call = call;
        this.request = request;
        this.lines = lines;
        this.whenThrown = whenThrown;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Response response() {
        return call.response();
    }

    @Override
    public void matched(RoutePattern route) {
        call.matched(route);
    }

    @Override
    public void inEnvelope() {
        call.inEnvelope();
    }

    @Override
    public void answersAs(String id) {
        call.answersAs(id);
    }

    @Override
    public void carriedBy(Invocation invocation) {
        call.carriedBy(invocation);
    }

    @Override
    public void beginning(long startNanos) {
        call.beginning(startNanos);
    }

    @Override
    public void ending() throws IOException {
        call.ending();
    }

    @Override
    public void left() {
        call.left();
    }

    @Override
    public boolean tellsFailures() {
        return call.tellsFailures();
    }

    @Override
    public @Nullable LogTail logTail() {
        return call.logTail();
    }

    @Override
    public long callerNanos() {
        return call.callerNanos();
    }

    @Override
    public boolean isNested() {
        return call.isNested();
    }

    /** Told with the outcome: until then the answer to a failure can be written. */
    @Override
    public void over() {}

    @Override
    public void completed(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed && failed.meant() == null && !isAnswered()) {
            whenThrown.accept(this, failed);
        } else {
            end(outcome);
        }
    }

    private boolean isAnswered() {
        return response() instanceof PendingResponse pending && pending.isAnswered();
    }

    /** Ends it. */
    void end(Outcome outcome) {
        int status = status(outcome);
        call.over();
        call.completed(outcome);
        lines.tell(request, status, System.nanoTime() - beginNanos);
    }

    /** The status that a client gets; 0 for nobody. */
    private int status(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed && !isAnswered()) {
            return failed.meant() == null ? 500 : failed.meant().status();
        }
        if (outcome instanceof Outcome.TimedOut) {
            return 504;
        }
        if (outcome instanceof Outcome.Rejected) {
            return 503;
        }
        return outcome instanceof Outcome.Abandoned ? 0 : response().status();
    }
}
