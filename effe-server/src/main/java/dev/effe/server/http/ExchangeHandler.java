package dev.effe.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: turns each of its requests into an exchange, one at a time, and decides when it is over.
 * Event-loop-confined.
 */
final class ExchangeHandler extends ChannelInboundHandlerAdapter implements Receiver, Carrier, Clocked {

    private static final Logger log = LoggerFactory.getLogger(ExchangeHandler.class);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpShared shared;
    private final Unsent unsent;
    private final Http1Decoder decoder;
    private final ConnectionClock clock;

    private @Nullable PipelinedFlush pipelinedFlush;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Http1Output output;
    private @Nullable InetSocketAddress remoteAddress;
    private @Nullable Exchange exchange;
    private boolean inputShutdown;
    private boolean lingering;
    private boolean resetHere;

    ExchangeHandler(HttpShared shared) {
        this.shared = shared;
        unsent = shared.newUnsent(() -> ctx().executor().execute(this::makeRoom));
        decoder = new Http1Decoder(shared.limits, this);
        clock = new ConnectionClock(shared, decoder);
    }

    /** Makes this connection's requests of its bytes; stands before this handler. */
    Http1Decoder decoder() {
        return decoder;
    }

    @Override
    public HttpShared shared() {
        return shared;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        remoteAddress = (InetSocketAddress) context.channel().remoteAddress();
        output = new Http1Output(context);
        pipelinedFlush = PipelinedFlush.of(context.channel(), output);
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(ctx, "not added yet");
    }

    private Http1Output output() {
        return Objects.requireNonNull(output, "not added yet");
    }

    @Override
    public void received(RequestMessage message) {
        NettyRequest request = shared.request(message, ctx().channel(), Objects.requireNonNull(remoteAddress));
        Exchange started = new Exchange(this, ctx().executor(), message.head(), request, unsent);
        exchange = started;
        clock.served();
        shared.route.handle(started);
    }

    @Override
    public void continueDue() {
        output().encoder().add(CONTINUE);
        output().flush();
    }

    @Override
    public void refused(Refusal reason) {
        shared.stats.refused(reason);
        String id = shared.requestIds.idFor(null);
        Http1Writer writer = Http1Writer.refusing(output(), decoder.refusedHead(), id);
        RefusalAnswer answer = RefusalAnswer.of(reason, shared.route, decoder.refusedTarget(), id);
        ChannelFuture sent = writer.whole(answer.status, answer.headers, answer.contentType, answer.body);
        output().flush();
        // A client that did not read its last answers may have no room for this one yet.
        sent.addListener(done -> linger());
    }

    @Override
    public void inputEnded() {
        // Behind the answers that are not sent yet.
        output().write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        output().flush();
    }

    @Override
    public ResponseWriter writer(RequestHead head, String requestId) {
        boolean close = !head.keepAlive() || shared.closesAfterAnswer(decoder.hasMore());
        return new Http1Writer(output(), head, requestId, close);
    }

    /** Nothing to do: a connection's next request waits for the answer anyway. */
    @Override
    public void runEnded() {}

    @Override
    public boolean flushesLater() {
        return pipelinedFlush != null && decoder.hasMore() && pipelinedFlush.mayWait();
    }

    @Override
    public void exchangeEnded(boolean close) {
        exchange = null;
        if (close) {
            decoder.discard();
            linger();
        } else {
            decoder.next();
            if (pipelinedFlush != null) {
                pipelinedFlush.exchangeEnded(exchange != null);
            }
        }
    }

    /**
     * Closes in a way that lets the client read the last answer: FIN first, then whatever it still sends is dropped for
     * a second at most. Closing at once would reset the connection, and with it the answer (RFC 9112, 9.6).
     */
    private void linger() {
        lingering = true;
        clock.lingers();
        if (inputShutdown) {
            ctx().close();
        } else {
            ConnectionEnd.shutdownOutput(ctx().channel());
        }
    }

    /** Closes at once, with a reset, so that the client cannot take what it has for a complete answer. */
    @Override
    public void reset() {
        resetHere = true;
        ConnectionEnd.reset(ctx().channel());
    }

    private void makeRoom() {
        if (unsent.isToLeave()) {
            stalled();
        }
    }

    @Override
    public void stalled() {
        shared.stats.stalled();
        log.info("A client reads too slowly: its connection is reset ({})", remoteAddress);
        reset();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputShutdown = true;
            if (lingering) {
                context.close();
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null && context.channel().isWritable()) {
            exchange.writable();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void checkTime(long nowNanos) {
        switch (clock.check(nowNanos, ctx().channel())) {
            case REFUSE -> decoder.refuse(Refusal.TIMEOUT);
            case CLOSE -> ctx().close();
            case STALLED -> stalled();
            case NONE -> {}
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        unsent.close();
        output().close();
        if (exchange != null) {
            exchange.connectionClosed();
            exchange = null;
            if (!resetHere) {
                shared.stats.aborted();
            }
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionEnd.failed(context, cause, log);
    }
}
