package dev.effe.server.http;

import dev.effe.server.time.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the HTTP/1 requests of a connection, one at a time: what follows a request is held back until it is answered.
 *
 * <p>Strict by construction: what the grammar does not allow is refused, and nothing behind it is ever taken for a
 * request. What is received or refused depends on the bytes alone, not on how they were cut into packets. Confined to
 * its connection's event loop, like all that it is made of.
 */
final class Http1Decoder extends ChannelInboundHandlerAdapter {
    private final Receiver receiver;
    private final Ticker ticker;
    private final HeldBytes held = new HeldBytes();
    private final HeadParser headParser;
    private final BodyReader bodyReader;

    private @Nullable ChannelHandlerContext ctx;
    private Phase phase = Phase.IDLE;
    private long phaseStartedNanos;
    /** Set while its body is read. */
    private @Nullable RequestHead head;

    private boolean continueDue;
    private boolean lastRequest;
    private boolean decoding;
    private boolean inputEnded;
    private boolean readingPaused;
    private boolean refusedHead;
    private String refusedTarget = "";

    Http1Decoder(Http1Limits limits, Receiver receiver) {
        this(limits, receiver, Ticker.SYSTEM);
    }

    Http1Decoder(Http1Limits limits, Receiver receiver, Ticker ticker) {
        LineBuffer lines = new LineBuffer();
        this.receiver = receiver;
        this.ticker = ticker;
        this.headParser = new HeadParser(limits, lines);
        this.bodyReader = new BodyReader(limits, lines);
        this.phaseStartedNanos = ticker.nanos();
    }

    Phase phase() {
        return phase;
    }

    long phaseStartedNanos() {
        return phaseStartedNanos;
    }

    /** How much has arrived of the body that is being read, without its chunk framing; 0 outside {@link Phase#BODY}. */
    long bodyBytesReceived() {
        return bodyReader.receivedBytes();
    }

    /** Whether there are bytes behind the request that is being answered. */
    boolean hasMore() {
        ByteBuf first = held.first();
        return first != null && first.isReadable();
    }

    /** Whether the request that was refused is known to be a HEAD, whose answer has no body. */
    boolean refusedHead() {
        return refusedHead;
    }

    /** What the refused request was for; "" if that is not known or does not matter. */
    String refusedTarget() {
        return refusedTarget;
    }

    /** The last request is answered: decodes the next one. Does nothing if there is none to come. */
    void next() {
        if (phase != Phase.BUSY) {
            return;
        }
        if (lastRequest) {
            discard();
            return;
        }
        enter(Phase.IDLE);
        decode();
    }

    /** Ends decoding for a reason outside of it, such as {@link Refusal#TIMEOUT}; the receiver is told as usual. */
    void refuse(Refusal refusal) {
        refuse(refusal, head == null ? "" : head.target());
    }

    private void refuse(Refusal refusal, String target) {
        if (phase != Phase.DISCARDING) {
            refusedTarget = target;
            refusedHead = headParser.isHead() || (head != null && head.method().equals("HEAD"));
            discard();
            receiver.refused(refusal);
        }
    }

    /** Ends decoding: drops what is held, and whatever still arrives. */
    void discard() {
        enter(Phase.DISCARDING);
        held.releaseAll();
        head = null;
        continueDue = false;
        adjustReading();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        discard();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        discard();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf in)) {
            ctx.fireChannelRead(message);
        } else if (phase == Phase.DISCARDING || lastRequest) {
            in.release();
        } else {
            held.add(in);
            decode();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            decode();
        }
        ctx.fireUserEventTriggered(event);
    }

    private void decode() {
        // A synchronous answer calls next() from within received(): the loop goes on, rather than recurse.
        if (decoding) {
            return;
        }
        decoding = true;
        try {
            decodeHeld();
        } catch (RefusedException e) {
            if (e.target().isEmpty()) {
                refuse(e.refusal());
            } else {
                refuse(e.refusal(), e.target());
            }
        } finally {
            decoding = false;
        }
        adjustReading();
        if (isReading()) {
            settle();
        }
    }

    private void decodeHeld() throws RefusedException {
        ByteBuf in = held.first();
        while (in != null && isReading()) {
            decodeOne(in);
            // Whoever discards from within received() has released it already.
            if (phase != Phase.DISCARDING && !in.isReadable()) {
                held.releaseFirst();
            }
            in = held.first();
        }
    }

    private void decodeOne(ByteBuf in) throws RefusedException {
        if (head == null) {
            head = headParser.parse(in);
            if (head == null) {
                return;
            }
            bodyReader.begin(head);
            continueDue = head.expectContinue();
        }
        if (bodyReader.read(in)) {
            deliver(new RequestMessage(head, bodyReader.take()));
        }
    }

    private void deliver(RequestMessage message) {
        head = null;
        continueDue = false;
        lastRequest = !message.head().keepAlive();
        enter(Phase.BUSY);
        receiver.received(message);
    }

    /** All bytes are used up, and they end between two requests or inside one. */
    private void settle() {
        if (inputEnded) {
            discard();
            receiver.inputEnded();
        } else if (head != null) {
            enter(Phase.BODY);
            sendContinue();
        } else {
            enter(headParser.isStarted() ? Phase.HEAD : Phase.IDLE);
        }
    }

    private void sendContinue() {
        if (continueDue) {
            continueDue = false;
            receiver.continueDue();
        }
    }

    private boolean isReading() {
        return phase != Phase.BUSY && phase != Phase.DISCARDING;
    }

    /** Reads on while a request is answered, so that the client's close is noticed, but only up to a bound. */
    private void adjustReading() {
        boolean pause = held.isFull();
        if (pause != readingPaused && ctx != null) {
            readingPaused = pause;
            ctx.channel().config().setAutoRead(!pause);
        }
    }

    private void enter(Phase next) {
        if (phase != next) {
            phase = next;
            phaseStartedNanos = ticker.nanos();
        }
    }
}
