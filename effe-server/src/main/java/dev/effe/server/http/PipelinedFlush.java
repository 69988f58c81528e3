package dev.effe.server.http;

import dev.effe.server.loop.LoopScheduler;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Flushes the answers to pipelined requests of a connection together: an answer waits while the next call has its turn on
 * the same event loop, and goes once that call did not end in it. Event-loop-confined.
 */
final class PipelinedFlush implements Runnable {

    private final LoopScheduler calls;
    private final Http1Output output;
    private final Runnable afterCalls;

    /** Whether an answer is written since the calls had their turn. */
    private boolean written;
    /** Whether the calls are going to have their turn. */
    private boolean waiting;

    private PipelinedFlush(LoopScheduler calls, Channel channel, Http1Output output) {
        this.calls = calls;
        this.output = output;
        this.afterCalls = () -> channel.eventLoop().execute(this);
    }

    /** Returns null if calls run on other threads than the connection's event loop, whose turns tell nothing then. */
    static @Nullable PipelinedFlush of(Channel channel, Http1Output output) {
        LoopScheduler calls = LoopScheduler.ofCurrentLoop();
        return calls == null ? null : new PipelinedFlush(calls, channel, output);
    }

    /** Whether the answer that is written now may wait for another. */
    boolean mayWait() {
        written = output.isWritable();
        return written;
    }

    /** The connection has gone on to its next request, if one was there. */
    void exchangeEnded(boolean nextBegun) {
        if (written && !waiting) {
            waitOrFlush(nextBegun);
        }
    }

    private void waitOrFlush(boolean wait) {
        written = false;
        if (wait) {
            waiting = true;
            calls.afterReady(afterCalls);
        } else {
            output.flush();
        }
    }

    /** The calls have had their turn, and the answers of those that ended are written. */
    @Override
    public void run() {
        waiting = false;
        waitOrFlush(written && output.isWritable());
    }
}
