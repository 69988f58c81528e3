package dev.effe.bench.overload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection that has one request at a time. Event-loop-confined. */
final class Client extends ChannelInboundHandlerAdapter {

    private static final String LENGTH = "\r\ncontent-length: ";

    private final Consumer<Client> whenFree;
    private final StringBuilder received = new StringBuilder();
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Phase phase;
    private long dueNanos;
    private String id = "";

    /** @param whenFree told when an answer is there and another request may be sent */
    Client(Consumer<Client> whenFree) {
        this.whenFree = whenFree;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    boolean isOpen() {
        return ctx != null && ctx.channel().isActive();
    }

    void send(Phase of, long due, int number) {
        phase = of;
        dueNanos = due;
        id = "load-" + number;
        ByteBuf request = ctx.alloc().buffer(128);
        ByteBufUtil.writeAscii(
                request, "GET " + of.path + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: " + id + "\r\n\r\n");
        ctx.writeAndFlush(request);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        // In small letters, as HAProxy has the names of headers.
        received.append(bytes.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
        bytes.release();
        int head = received.indexOf("\r\n\r\n");
        if (head >= 0 && received.length() >= head + 4 + length(head)) {
            whole(received.substring(0, head + 2), received.substring(head + 4));
        }
    }

    private int length(int headEnd) {
        int at = received.indexOf(LENGTH) + LENGTH.length();
        return at > headEnd ? 0 : Integer.parseInt(received.substring(at, received.indexOf("\r\n", at)));
    }

    private void whole(String head, String body) {
        received.setLength(0);
        Phase answered = phase;
        phase = null;
        if (answered == null) {
            ctx.close(); // Bytes that nobody asked for.
            return;
        }
        int status = Integer.parseInt(head.substring(9, 12));
        boolean own = head.contains("\r\nx-request-id: " + id + "\r\n")
                && (status == 200
                        ? !answered.echoesId() || body.equals(id)
                        : body.contains("\"requestid\":\"" + id + "\""));
        answered.answered(own ? status : 0, head.contains("\r\nretry-after: "), dueNanos, System.nanoTime());
        if (head.contains("\r\nconnection: close\r\n")) {
            ctx.close();
        } else {
            whenFree.accept(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (phase != null) {
            phase.wrong++;
            phase = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
