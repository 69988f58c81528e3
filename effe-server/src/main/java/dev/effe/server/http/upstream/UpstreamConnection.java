package dev.effe.server.http.upstream;

import dev.effe.server.http.h1.AnswerDecoder;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.RefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A connection to a server: one call at a time, from its request to the end of its answer. Event-loop-confined. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements AnswerDecoder.Sink {

    private final LoopUpstreams owner;
    private final Path socket;
    private final SocketConnections siblings;
    private final AnswerDecoder decoder;

    private @Nullable ChannelHandlerContext ctx;
    private @Nullable UpstreamCall call;
    private @Nullable RequestWriter writer;
    private boolean reused;
    private boolean closing;
    private boolean ended;
    private long idleSinceNanos;

    UpstreamConnection(LoopUpstreams owner, Path socket, SocketConnections siblings, int maxHeadBytes) {
        this.owner = owner;
        this.socket = socket;
        this.siblings = siblings;
        decoder = new AnswerDecoder(maxHeadBytes);
        siblings.opened();
    }

    /** Takes a call on; one that is not connected yet sends it once it is. */
    void begin(UpstreamCall next) {
        call = next;
        decoder.begin(next.request().method().equals("HEAD"));
        next.on(this);
        if (ctx != null) {
            write(ctx, next);
        }
    }

    private void write(ChannelHandlerContext context, UpstreamCall next) {
        writer = new RequestWriter(context, next);
        writer.write();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ctx = context;
        if (closing) {
            context.close();
        } else if (call != null) {
            call.on(this);
            write(context, call);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            UpstreamCall current = call;
            if (current == null || closing) {
                close(); // Nothing was asked for.
            } else {
                current.moved();
                decode(in, current);
            }
        } finally {
            in.release();
        }
    }

    private void decode(ByteBuf in, UpstreamCall current) {
        try {
            if (decoder.decode(in, this)) {
                answered(current, decoder.keepsAlive() && !in.isReadable());
            }
        } catch (RefusedException e) {
            fail(Upstreams.Failure.MALFORMED);
        }
    }

    @Override
    public void head(int status, HeaderFields fields) {
        if (call != null) {
            call.head(status, fields);
        }
    }

    @Override
    public void part(byte[] bytes) {
        if (call != null) {
            call.part(bytes);
        }
    }

    /** The receiver is told last: it may send the next call, which may have this connection. */
    private void answered(UpstreamCall current, boolean reusable) {
        call = null;
        reused = true;
        idleSinceNanos = System.nanoTime();
        boolean kept = reusable && !closing && writer != null && writer.isDone() && siblings.keep(this);
        if (!kept) {
            close();
        } else {
            reads(true); // Its end is to be noticed.
        }
        current.end();
    }

    private void fail(Upstreams.Failure failure) {
        UpstreamCall current = call;
        call = null;
        close();
        if (current != null) {
            current.failed(failure);
        }
    }

    void reads(boolean on) {
        if (ctx != null) {
            ctx.channel().config().setAutoRead(on);
        }
    }

    void close() {
        closing = true;
        siblings.leave(this);
        if (ctx != null) {
            ctx.close();
        }
    }

    /** Ends what was silent, or idle, for too long. */
    void check(long nowNanos, long idleNanos) {
        if (call == null) {
            if (nowNanos - idleSinceNanos > idleNanos) {
                close();
            }
        } else if (call.isLate(nowNanos)) {
            fail(Upstreams.Failure.TIMED_OUT);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended();
    }

    /** The connection is over, or could not be made. */
    void ended() {
        if (ended) {
            return;
        }
        ended = true;
        closing = true;
        owner.ended(this);
        siblings.leave(this);
        siblings.closed();
        UpstreamCall current = call;
        if (current != null && !current.isOver()) {
            call = null;
            endedAmid(current);
        }
    }

    private void endedAmid(UpstreamCall current) {
        if (decoder.inputEnded()) {
            current.end();
        } else if (writer != null && writer.hasWritten()) {
            current.failed(Upstreams.Failure.LOST);
        } else if (reused) {
            owner.sendAnew(socket, current);
        } else {
            current.failed(Upstreams.Failure.NOT_SENT);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // Which tells the call.
    }
}
