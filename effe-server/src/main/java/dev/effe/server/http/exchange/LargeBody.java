package dev.effe.server.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes a whole body piece by piece, as fast as the client takes it, so that no second copy of it is ever made.
 * Event-loop-confined.
 */
final class LargeBody {

    private static final int PIECE_BYTES = 64 * 1024;

    private final ResponseWriter writer;
    private final ByteBuf rest;
    private final Unsent unsent;
    private boolean pumping;

    LargeBody(ResponseWriter writer, byte[] body, Unsent unsent) {
        this.writer = writer;
        this.unsent = unsent;
        rest = Unpooled.wrappedBuffer(body);
    }

    /**
     * Writes what the client can take now.
     *
     * @return when the last piece is sent, or null if it is not written yet
     */
    @Nullable ChannelFuture pump() {
        // A piece that is sent at once makes the channel writable from within its own write: the loop goes on by
        // itself.
        if (pumping) {
            return null;
        }
        pumping = true;
        ChannelFuture lastWrite = null;
        while (rest.isReadable() && writer.isWritable()) {
            int size = Math.min(PIECE_BYTES, rest.readableBytes());
            ByteBuf piece = rest.readRetainedSlice(size);
            lastWrite = writer.piece(piece, !rest.isReadable());
            lastWrite.addListener(done -> unsent.progressed(size));
        }
        pumping = false;
        return rest.isReadable() ? null : lastWrite;
    }
}
