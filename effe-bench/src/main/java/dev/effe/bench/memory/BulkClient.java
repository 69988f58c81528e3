package dev.effe.bench.memory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * A client that reads as fast as it can: asks again as soon as it has its answer, a while after a refusal, and anew when
 * its connection ends, until its time is over. Confined to its event loop.
 */
final class BulkClient extends ChannelInboundHandlerAdapter {

    private static final int PIECE_BYTES = 64 * 1024;
    private static final ByteBuf ZEROS = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(PIECE_BYTES).writeZero(PIECE_BYTES).asReadOnly());
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final long AGAIN_MILLIS = 200;

    private final BulkLoad load;
    private final int bodyBytes;
    private long unsentBytes;
    private boolean sending;
    private boolean inSend;
    private int status;
    private boolean closes;
    private long gotBytes;
    private boolean asked;
    private boolean over;

    BulkClient(BulkLoad load) {
        this.load = load;
        bodyBytes = load.nextBytes();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!load.clients.hasStreams()) {
            ask(context);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (load.clients.hasStreams()) {
            context.executor().execute(() -> ask(context));
        }
    }

    private void ask(ChannelHandlerContext context) {
        Direction direction = load.direction;
        HttpMethod method = direction.isUp() ? HttpMethod.POST : HttpMethod.GET;
        HttpRequest request =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, direction.path(load.whole, bodyBytes));
        request.headers().set(HttpHeaderNames.HOST, "localhost");
        if (load.clients.hasStreams()) {
            request.headers().set(HttpConversionUtil.ExtensionHeaderNames.SCHEME.text(), "http");
        }
        unsentBytes = direction.isUp() ? bodyBytes : 0;
        if (direction.isUp()) {
            request.headers().set(HttpHeaderNames.CONTENT_LENGTH, bodyBytes);
        }
        asked = true;
        sending = true;
        context.write(request);
        send(context);
    }

    private void send(ChannelHandlerContext context) {
        if (inSend) {
            return; // Netty's encoder writes twice what is written from within its own write.
        }
        inSend = true;
        while (sending && context.channel().isWritable()) {
            int size = (int) Math.min(PIECE_BYTES, unsentBytes);
            unsentBytes -= size;
            if (size > 0) {
                context.write(new DefaultHttpContent(ZEROS.slice(0, size)));
            } else {
                sending = false;
                context.write(LastHttpContent.EMPTY_LAST_CONTENT);
            }
            context.flush();
        }
        inSend = false;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        send(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            status = response.status().code();
            closes = "close".equals(response.headers().get(HttpHeaderNames.CONNECTION));
            gotBytes = 0;
        }
        if (message instanceof HttpContent content) {
            gotBytes += content.content().readableBytes();
            if (message instanceof LastHttpContent) {
                answered(context);
            }
        }
        ReferenceCountUtil.release(message);
    }

    private void answered(ChannelHandlerContext context) {
        int code = status;
        status = 0;
        asked = false;
        load.answered(code, gotBytes, bodyBytes);
        if (load.clients.hasStreams()) {
            over = true;
            load.again(context.channel().parent(), code == UNAVAILABLE ? AGAIN_MILLIS : 0, context.executor());
        } else if (closes || sending || code != OK) {
            over = true;
            context.close();
            load.connect(AGAIN_MILLIS, context.executor());
        } else if (load.isOver()) {
            over = true;
            context.close();
            load.ended();
        } else {
            ask(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (over) {
            return;
        }
        over = true;
        load.lost(status != 0, asked);
        if (load.clients.hasStreams()) {
            load.again(
                    context.channel().parent(),
                    AGAIN_MILLIS,
                    context.channel().parent().eventLoop());
        } else {
            load.connect(AGAIN_MILLIS, context.channel().eventLoop());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        load.failure(cause);
        context.close();
    }

    /** A wait in milliseconds on an event loop. */
    static void later(java.util.concurrent.ScheduledExecutorService loop, long millis, Runnable task) {
        loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    }
}
