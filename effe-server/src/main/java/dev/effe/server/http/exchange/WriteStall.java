package dev.effe.server.http.exchange;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/** Tells whether a client takes nothing of what is to be sent to it. Event-loop-confined. */
public final class WriteStall {

    private final long timeoutNanos;
    private long progressNanos = System.nanoTime();
    private @Nullable Object lastFirst;
    private long lastPendingBytes;
    private long lastProgress;

    public WriteStall(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    /** True if something waits to be sent and the client has taken none of it for the timeout. */
    @SuppressWarnings("ReferenceEquality") // which buffer is the first, not what is in it
    public boolean isOver(long nowNanos, Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        Object first = buffer == null ? null : buffer.current();
        long progress = buffer == null ? 0 : buffer.currentProgress();
        long pendingBytes = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        // That there is more than before tells nothing: the function may write on while nobody reads.
        boolean taken = first != lastFirst || progress != lastProgress || pendingBytes < lastPendingBytes;
        if (first == null || taken) {
            progressNanos = nowNanos;
        }
        lastFirst = first;
        lastProgress = progress;
        lastPendingBytes = pendingBytes;
        return nowNanos - progressNanos >= timeoutNanos;
    }

    /** True if something waited to be sent at the latest look. */
    public boolean isPending() {
        return lastFirst != null;
    }
}
