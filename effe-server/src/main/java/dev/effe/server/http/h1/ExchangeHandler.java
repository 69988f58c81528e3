package dev.effe.server.http.h1;

import dev.effe.server.http.exchange.BodyFile;
import dev.effe.server.http.exchange.Carrier;
import dev.effe.server.http.exchange.Clocked;
import dev.effe.server.http.exchange.ConnectionEnd;
import dev.effe.server.http.exchange.Exchange;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.http.exchange.PeerAddress;
import dev.effe.server.http.exchange.RefusalAnswer;
import dev.effe.server.http.exchange.ResponseWriter;
import dev.effe.server.http.exchange.Unsent;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.memory.BodyRoom;
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

/**
 * One connection: turns each of its requests into an exchange, one after the other, and decides when it is over.
 * Event-loop-confined, but for {@link #follow}.
 */
public final class ExchangeHandler extends ChannelInboundHandlerAdapter implements Receiver, Carrier, Clocked {

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int PROBES = 2;

    private final HttpShared shared;
    private final Unsent unsent;
    private final BodyRoom room;
    private final Http1Decoder decoder;
    private final ConnectionClock clock;
    private final WaitingRequests waiting = new WaitingRequests();

    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Http1Output output;
    private @Nullable InetSocketAddress remoteAddress;
    /** The one that is answered next. */
    private @Nullable Exchange exchange;

    private boolean flushPlanned;
    private boolean inputShutdown;
    private int probes;
    private boolean lingering;
    private boolean resetHere;

    public ExchangeHandler(HttpShared shared) {
        this.shared = shared;
        unsent = shared.newUnsent();
        decoder = new Http1Decoder(shared.limits, this);
        room = shared.newRoom(task -> ctx().executor().execute(task), decoder::roomCame);
        clock = new ConnectionClock(shared, decoder);
    }

    /** Makes this connection's requests of its bytes; stands before this handler. */
    public Http1Decoder decoder() {
        return decoder;
    }

    @Override
    public HttpShared shared() {
        return shared;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        remoteAddress = PeerAddress.ofSocket(context.channel());
        output = new Http1Output(context);
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(ctx, "not added yet");
    }

    private Http1Output output() {
        return Objects.requireNonNull(output, "not added yet");
    }

    @Override
    public void received(RequestMessage message) {
        clock.served();
        if (exchange == null) {
            begin(message);
        } else {
            waiting.add(message);
        }
    }

    @Override
    public boolean takesMore() {
        return output().isWritable() && !shared.isDraining();
    }

    @Override
    public BodyRoom.Answer needRoom(long bytes, long entryBytes) {
        return room.need(bytes, entryBytes);
    }

    @Override
    public @Nullable BodyFile newFile(long bytes) {
        return shared.newFile(room, bytes, ctx().executor(), decoder::written);
    }

    @Override
    public boolean tryNeedRoom(long bytes) {
        return room.tryNeed(bytes);
    }

    @Override
    public boolean hold(long bytes) {
        return room.hold(bytes);
    }

    private void begin(RequestMessage message) {
        Exchange begun = newExchange(message, room.handOver(message.bytes()));
        exchange = begun;
        shared.route.handle(begun);
    }

    /** On any thread. */
    private Exchange newExchange(RequestMessage message, long bodyBytes) {
        HttpRequest request = shared.request(message, ctx().channel(), Objects.requireNonNull(remoteAddress));
        return new Exchange(this, ctx().executor(), message.head(), request, unsent, bodyBytes);
    }

    @Override
    public @Nullable Exchange follow(Exchange ended) {
        synchronized (waiting) { // So that none begins unseen while the connection ends.
            RequestMessage message = takesMore() ? waiting.first() : null;
            if (message == null) {
                return null;
            }
            Exchange next = newExchange(message, 0); // Requests that are read ahead are small.
            waiting.take(); // Not before: a request without an exchange would have the next one's answer.
            ended.followedBy(next);
            return next;
        }
    }

    @Override
    public void continueDue() {
        output().encoder().add(CONTINUE);
        output().flush();
    }

    @Override
    public void refused(Refusal reason) {
        room.close();
        shared.stats.refused(reason);
        String id = shared.requestIds.idFor(null);
        Http1Writer writer = Http1Writer.refusing(output(), decoder.refusedHead(), id);
        RefusalAnswer answer = RefusalAnswer.of(reason, shared, decoder.refusedTarget(), id, client());
        ChannelFuture sent = writer.whole(answer.status, answer.headers, answer.contentType, answer.body);
        output().flush();
        // A client that did not read its last answers may have no room for this one yet.
        sent.addListener(done -> linger());
    }

    private @Nullable InetSocketAddress client() {
        InetSocketAddress socket = remoteAddress;
        return socket == null ? null : PeerAddress.of(ctx().channel(), socket);
    }

    @Override
    public void inputEnded() {
        room.close();
        // Behind the answers that are not sent yet.
        output().write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        output().flush();
    }

    @Override
    public ResponseWriter writer(RequestHead head, String requestId) {
        boolean close = !head.keepAlive() || (!isFollowed() && shared.closesAfterAnswer(hasMore()));
        return new Http1Writer(output(), head, requestId, close);
    }

    /** Nothing to do: a connection's next request waits for the answer anyway. */
    @Override
    public void runEnded() {}

    @Override
    public boolean flushesLater() {
        return hasMore() && output().isWritable();
    }

    private boolean isFollowed() {
        return exchange != null && exchange.follower() != null;
    }

    /** True if the client has sent more than the request that is answered now. */
    private boolean hasMore() {
        return !waiting.isEmpty() || decoder.hasMore();
    }

    @Override
    public void exchangeEnded(boolean close) {
        exchange = exchange == null ? null : exchange.follower();
        if (close) {
            waiting.close();
            decoder.discard();
            linger();
            return;
        }
        RequestMessage next = exchange == null ? waiting.take() : null;
        if (next != null) {
            begin(next);
        }
        decoder.next();
        flushSoon();
    }

    /** Sends the answers that are gathered: now if no more are to come, else with those that come in this turn. */
    private void flushSoon() {
        if (output().isFlushed()) {
            return;
        }
        if (exchange == null) {
            output().flush();
        } else if (!flushPlanned) {
            flushPlanned = true;
            ctx().executor().execute(this::flushPlanned);
        }
    }

    private void flushPlanned() {
        flushPlanned = false;
        output().flush();
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

    @Override
    public boolean isReset() {
        return resetHere;
    }

    /** Closes at once, with a reset, so that the client cannot take what it has for a complete answer. */
    @Override
    public void reset() {
        resetHere = true;
        ConnectionEnd.reset(ctx().channel());
        endExchanges();
    }

    private void endExchanges() {
        waiting.close();
        Exchange first = exchange;
        exchange = null;
        for (Exchange each = first; each != null; each = each.follower()) {
            each.connectionClosed();
        }
    }

    private void stalled() {
        shared.readsTooSlowly("connection", remoteAddress);
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

    /**
     * Finds out whether a client that has sent FIN is gone, while calls wait for memory: it is not to have its turn
     * before others. If it is, the first write brings a reset, which the second one meets; if not, it skips both (RFC
     * 9110, 15.2.1).
     */
    private void probe() {
        if (inputShutdown
                && probes < PROBES
                && exchange != null
                && exchange.canContinue()
                && shared.memory.isAwaited()) {
            probes++;
            continueDue();
        }
    }

    @Override
    public void checkTime(long nowNanos) {
        probe();
        switch (clock.check(nowNanos, ctx().channel())) {
            case REFUSE -> decoder.refuse(Refusal.TIMEOUT);
            case NO_ROOM -> decoder.refuse(Refusal.OUT_OF_MEMORY);
            case CLOSE -> ctx().close();
            case STALLED -> stalled();
            case NONE -> {}
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        unsent.close();
        room.close();
        output().close();
        endExchanges();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionEnd.failed(context, cause);
    }
}
