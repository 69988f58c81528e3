package dev.effe.server.http.h1;

import dev.effe.server.http.exchange.BodyFile;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.time.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the HTTP/1 requests of a connection, and only a few small ones ahead of the answer to the first: what follows
 * is held back.
 *
 * <p>Strict by construction: what the grammar does not allow is refused, and nothing behind it is ever taken for a
 * request. The result depends on the bytes alone, not on how they were cut into packets. Confined to its connection's
 * event loop, like all that it is made of.
 */
public final class Http1Decoder extends ChannelInboundHandlerAdapter {
    private static final int MOST_UNANSWERED = 16;
    /** The most that is decoded ahead of an answer, and the largest body there. */
    private static final int MOST_AHEAD_BYTES = 8 * 1024;
    /** As little of a request that has not come whole is not worth counting. */
    private static final int UNCOUNTED_BYTES = 512;

    private final Http1Limits limits;
    private final Receiver receiver;
    private final Ticker ticker;
    private final HeldBytes held = new HeldBytes();
    private final HeadParser headParser;
    private final BodyReader bodyReader;

    private @Nullable ChannelHandlerContext ctx;
    private Phase phase = Phase.IDLE;
    private long phaseStartedNanos;
    /** Set while its body is read, or waits to be. */
    private @Nullable RequestHead head;

    /** The number of received requests that have no answer yet. */
    private int unanswered;
    /** Decoded since there was nothing unanswered. */
    private long aheadBytes;
    /** The refusal that is due once all before it is answered. */
    private @Nullable RefusedException refusedAhead;

    /** True if its body has all the room that it may need. */
    private boolean roomTaken;

    private boolean roomAwaited;

    private boolean continueDue;
    private boolean lastRequest;
    private long droppedBytes;
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
        this.limits = limits;
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

    /**
     * The length that has arrived of the body that is being read, without its chunk framing; 0 outside {@link
     * Phase#BODY}.
     */
    long bodyBytesReceived() {
        return bodyReader.receivedBytes();
    }

    /** True if there are bytes behind the request that is being answered. */
    boolean hasMore() {
        ByteBuf first = held.first();
        return (first != null && first.isReadable()) || head != null || refusedAhead != null || headParser.isStarted();
    }

    /** The number of bytes that have come and that nobody wants any more. */
    long droppedBytes() {
        return droppedBytes;
    }

    /** True if the request that was refused is known to be a HEAD, whose answer has no body. */
    boolean refusedHead() {
        return refusedHead;
    }

    /** The target of the refused request; "" if that is not known or does not matter. */
    String refusedTarget() {
        return refusedTarget;
    }

    /** A request is answered: decodes the next one. Does nothing if there is none to come. */
    void next() {
        if (phase != Phase.BUSY) {
            return;
        }
        unanswered--;
        if (unanswered == 0) {
            if (lastRequest) {
                discard();
                return;
            }
            aheadBytes = 0;
            enter(Phase.IDLE);
        }
        decode();
    }

    /** There is room for the body now. */
    void roomCame() {
        if (phase != Phase.DISCARDING) {
            roomAwaited = false;
            takeRoom();
            decode();
        }
    }

    /** The file of a body has taken so much that more may come. */
    void written(BodyFile file) {
        if (bodyReader.isInto(file)) {
            roomCame();
        }
    }

    /** Ends decoding for a reason outside of it, such as {@link Refusal#TIMEOUT}; the receiver is told as usual. */
    public void refuse(Refusal refusal) {
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
        bodyReader.drop();
        head = null;
        refusedAhead = null;
        continueDue = false;
        roomAwaited = false;
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
            droppedBytes += in.readableBytes();
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
            refusedAhead = e;
        } finally {
            decoding = false;
        }
        countHeld();
        adjustReading();
        if (unanswered == 0 && phase != Phase.DISCARDING) {
            try {
                settle();
            } catch (RefusedException e) {
                refuse(e);
            }
        }
    }

    /**
     * Counts what waits here: ten thousand clients that send the half of a request are not to use up all memory. One for
     * which there is none is refused once all before it is answered.
     */
    private void countHeld() {
        long bytes = headParser.heldBytes() + (unanswered > 0 ? held.bytes() + aheadBytes : 0);
        if (head != null && !roomTaken && !roomAwaited) {
            bytes += head.bytes() + bodyReader.receivedBytes();
        }
        if (phase != Phase.DISCARDING && !receiver.hold(bytes > UNCOUNTED_BYTES ? bytes : 0)) {
            refusedAhead = Refusal.OUT_OF_MEMORY.exception();
            held.releaseAll();
        }
    }

    private void decodeHeld() throws RefusedException {
        ByteBuf in = held.first();
        while (in != null && isReading()) {
            boolean ahead = unanswered > 0;
            int from = in.readerIndex();
            decodeOne(in);
            // Whoever discards from within received() has released it already.
            if (phase != Phase.DISCARDING) {
                aheadBytes += ahead ? in.readerIndex() - from : 0;
                if (!in.isReadable()) {
                    held.releaseFirst();
                }
            }
            in = held.first();
        }
    }

    private boolean isReading() {
        if (phase == Phase.DISCARDING || lastRequest || refusedAhead != null || roomAwaited) {
            return false;
        }
        return unanswered == 0
                || (unanswered < MOST_UNANSWERED
                        && aheadBytes < MOST_AHEAD_BYTES
                        && !isForLater(head)
                        && receiver.takesMore());
    }

    /** True if its body is not to be read, or asked for, before everything else is answered. */
    private static boolean isForLater(@Nullable RequestHead head) {
        return head != null
                && (head.chunked() || head.contentLength() > (head.expectContinue() ? 0 : MOST_AHEAD_BYTES));
    }

    private void decodeOne(ByteBuf in) throws RefusedException {
        if (head == null) {
            head = headParser.parse(in);
            if (head == null) {
                return;
            }
            bodyReader.begin(head);
            continueDue = head.expectContinue();
            if (unanswered > 0 && isForLater(head)) {
                return;
            }
        }
        if (!hasRoom()) {
            return;
        }
        if (bodyReader.read(in)) {
            checkRoom(head);
            deliver(new RequestMessage(head, bodyReader.take()));
        } else if (head.chunked() && !roomTaken && !in.isReadable()) {
            needRoom(limits.maxUntoldBytes()); // More is to come, and nobody knows how much.
        } else if (bodyReader.isBehind()) {
            roomAwaited = true;
        }
    }

    /** True if the body may be read: a large one needs room first. Requests that are read ahead are small. */
    private boolean hasRoom() throws RefusedException {
        RequestHead of = head;
        if (of != null && !roomTaken && unanswered == 0 && of.contentLength() > MemoryBudget.SMALL_BYTES) {
            needRoom(of.contentLength());
        }
        return !roomAwaited;
    }

    private void needRoom(long bytes) throws RefusedException {
        switch (receiver.needRoom(bytes, bodyReader.receivedBytes() + held.bytes())) {
            case TAKEN -> takeRoom();
            case WAITING -> roomAwaited = true;
            case REFUSED -> throw Refusal.OUT_OF_MEMORY.exception();
        }
    }

    private void takeRoom() {
        if (!roomTaken && head != null && !head.chunked()) {
            bodyReader.reserve(receiver.newFile(head.contentLength()));
        }
        roomTaken = true;
    }

    /** A chunked body that came at once, or a large head, has not needed room until now. */
    private void checkRoom(RequestHead head) throws RefusedException {
        long bytes = head.bytes() + bodyReader.receivedBytes();
        if (!roomTaken && unanswered == 0 && bytes > MemoryBudget.SMALL_BYTES && !receiver.tryNeedRoom(bytes)) {
            throw Refusal.OUT_OF_MEMORY.exception();
        }
    }

    private void deliver(RequestMessage message) {
        head = null;
        roomTaken = false;
        continueDue = false;
        lastRequest = !message.head().keepAlive();
        unanswered++;
        enter(Phase.BUSY);
        receiver.received(message);
    }

    /** All bytes are used up, and they end between two requests or inside one. */
    private void settle() throws RefusedException {
        RefusedException refused = refusedAhead;
        if (refused != null) {
            refuse(refused);
        } else if (roomAwaited) {
            enter(Phase.ROOM); // Also if the client has sent FIN: its body may be there.
        } else if (inputEnded) {
            discard();
            receiver.inputEnded();
        } else if (head != null) {
            enter(hasRoom() ? Phase.BODY : Phase.ROOM);
            sendContinue();
        } else {
            enter(headParser.isStarted() ? Phase.HEAD : Phase.IDLE);
        }
    }

    private void refuse(RefusedException refused) {
        refuse(refused.refusal(), refused.target().isEmpty() && head != null ? head.target() : refused.target());
    }

    private void sendContinue() {
        if (continueDue && phase == Phase.BODY) {
            continueDue = false;
            receiver.continueDue();
        }
    }

    /** Does not read what there is no room for. Reads on while a request is answered, so that the client's close is noticed, but only up to a bound. */
    private void adjustReading() {
        boolean pause = held.isFull() || roomAwaited;
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
