package dev.effe.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Tells whether a client takes nothing of what is to be sent to it. Event-loop-confined. */
final class WriteStall {

    private final long timeoutNanos;
    private long progressNanos = System.nanoTime();
    private long lastPendingBytes;
    private long lastProgress;

    WriteStall(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    /** Whether something waits to be sent and the client has taken none of it for the timeout. */
    boolean isOver(long nowNanos, Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long pendingBytes = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long progress = buffer == null ? 0 : buffer.currentProgress();
        if (pendingBytes == 0 || pendingBytes != lastPendingBytes || progress != lastProgress) {
            lastPendingBytes = pendingBytes;
            lastProgress = progress;
            progressNanos = nowNanos;
        }
        return nowNanos - progressNanos >= timeoutNanos;
    }

    /** Whether something waited to be sent at the latest look. */
    boolean isPending() {
        return lastPendingBytes > 0;
    }
}
