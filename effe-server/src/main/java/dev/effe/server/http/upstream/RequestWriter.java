package dev.effe.server.http.upstream;

import dev.effe.server.http.message.ConnectionRules;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.util.concurrent.GenericProgressiveFutureListener;
import io.netty.util.concurrent.ProgressiveFuture;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes a request: its head and the beginning of its body at once, the rest piece by piece as the server takes it. Confined
 * to its connection's event loop.
 */
final class RequestWriter implements GenericProgressiveFutureListener<ProgressiveFuture<Void>> {

    private static final int PIECE_BYTES = 64 * 1024;

    /** The fields that say how this very message is sent. */
    private static final Set<String> OF_THE_MESSAGE = Set.of("content-length", "expect", "te", "trailer");

    private final ChannelHandlerContext ctx;
    private final UpstreamCall call;
    private int sentBytes;
    private boolean written;
    private boolean done;

    RequestWriter(ChannelHandlerContext ctx, UpstreamCall call) {
        this.ctx = ctx;
        this.call = call;
    }

    /** True if the server may have got a byte of it. */
    boolean hasWritten() {
        return written;
    }

    /** True if the server has got all of it. */
    boolean isDone() {
        return done;
    }

    void write() {
        byte[] head = head(call.request()).getBytes(StandardCharsets.ISO_8859_1); // Copied at once, not char by char.
        int length = Math.min(PIECE_BYTES, call.request().body().length);
        ByteBuf first = ctx.alloc().ioBuffer(head.length + length);
        first.writeBytes(head).writeBytes(call.request().body(), 0, length);
        sentBytes = length;
        send(first);
    }

    private void send(ByteBuf bytes) {
        ChannelProgressivePromise promise = ctx.newProgressivePromise();
        promise.addListener(this);
        ctx.writeAndFlush(bytes, promise);
    }

    @Override
    public void operationProgressed(ProgressiveFuture<Void> future, long progress, long total) {
        written |= progress > 0;
        call.moved();
    }

    @Override
    public void operationComplete(ProgressiveFuture<Void> future) {
        if (!future.isSuccess()) {
            return; // The connection ends, and tells the call.
        }
        written = true;
        call.moved();
        byte[] body = call.request().body();
        int length = Math.min(PIECE_BYTES, body.length - sentBytes);
        done = length == 0;
        if (!done && !call.isOver()) {
            ByteBuf piece = ctx.alloc().ioBuffer(length).writeBytes(body, sentBytes, length);
            sentBytes += length;
            send(piece);
        }
    }

    private static String head(UpstreamRequest request) {
        StringBuilder head = new StringBuilder(512);
        head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
        boolean hasHost = false;
        for (Map.Entry<String, String> field : request.headers()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            hasHost |= name.equals("host");
            if (!ConnectionRules.FIELDS.contains(name) && !OF_THE_MESSAGE.contains(name)) {
                append(head, field.getKey(), field.getValue());
            }
        }
        if (!hasHost) {
            append(head, "Host", "localhost");
        }
        append(head, "Content-Length", Integer.toString(request.body().length));
        return head.append("\r\n").toString();
    }

    private static void append(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
