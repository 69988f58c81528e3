package dev.effe.server.http.h2;

import dev.effe.server.http.exchange.BodyBuffer;
import dev.effe.server.http.exchange.BodyFile;
import dev.effe.server.http.exchange.Carrier;
import dev.effe.server.http.exchange.Exchange;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.http.exchange.LingerTime;
import dev.effe.server.http.exchange.RefusalAnswer;
import dev.effe.server.http.exchange.ResponseWriter;
import dev.effe.server.http.exchange.Unsent;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.memory.BodyRoom;
import dev.effe.server.memory.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** One stream: a request that is being received or refused, and its exchange once it is complete. Event-loop-confined. */
final class Http2Exchange implements Carrier {

    /** The time without a byte of a connection after which its refused bodies are given up. */
    private static final long SILENCE_NANOS = 5_000_000_000L;

    private final Http2Exchanges connection;
    private final Http2Stream stream;
    private final boolean headRequest;
    private final Unsent unsent;
    private final StreamClock clock;
    private final BodyBuffer body = new BodyBuffer();
    private final BodyRoom room;
    private final long receivedBefore;

    /** While the request is being received, else null. */
    private @Nullable RequestHead receiving;

    private @Nullable Exchange exchange;
    private @Nullable Http2Writer writer;
    /** The bytes that the client has sent and is not yet allowed to send again. */
    private int owedBytes;
    /** The room that a body of unknown length needs beyond a first window; 0 if it has that, or needs none. */
    private long wholeBytes;

    private boolean refused;
    /** Set once the client has been told that it is refused, and may send the rest of its body. */
    private @Nullable LingerTime linger;

    private long droppedBytes;

    private boolean resetHere;

    Http2Exchange(Http2Exchanges connection, Http2Stream stream, boolean headRequest) {
        this.connection = connection;
        this.stream = stream;
        this.headRequest = headRequest;
        unsent = connection.shared().newUnsent();
        room = connection.shared().newRoom(connection.handler().ctx().executor(), this::roomCame);
        clock = new StreamClock(connection.shared(), unsent);
        receivedBefore = connection.receivedBytes();
    }

    /** Takes a request without a body: a large head needs room too. */
    void begin(RequestHead head) {
        receiving = head;
        if (head.bytes() > MemoryBudget.SMALL_BYTES && !room.tryNeed(head.bytes())) {
            refuse(Refusal.OUT_OF_MEMORY);
        } else {
            received();
        }
    }

    /** Takes the head of a request whose body is still to come: a large one needs room first. */
    void beginBody(RequestHead head) {
        receiving = head;
        long window = shared().firstWindowBytes;
        long length = head.contentLength();
        wholeBytes = length == 0 ? shared().limits.maxUntoldBytes() : 0;
        long entryBytes = head.bytes() + (length == 0 ? window : Math.min(length, window));
        if (length > MemoryBudget.SMALL_BYTES) {
            needRoom(length, entryBytes);
        } else if (!room.tryEnter(entryBytes)) {
            refuse(Refusal.OUT_OF_MEMORY);
        }
    }

    /** @param entryBytes as much may be on its way already, and is taken while it waits */
    private void needRoom(long bytes, long entryBytes) {
        switch (room.need(bytes, entryBytes)) {
            case TAKEN -> reserve();
            case WAITING -> {}
            case REFUSED -> refuse(Refusal.OUT_OF_MEMORY);
        }
    }

    /** All of the body may come: at once if it is known how much that is. */
    private void reserve() {
        RequestHead head = receiving;
        if (head != null) {
            int length = (int) head.contentLength();
            BodyFile file =
                    shared().newFile(room, length, connection.handler().ctx().executor(), this::written);
            if (file != null) {
                body.into(file);
            } else if (length > 0) {
                body.reserve(length);
            }
            int window = length > 0 && file == null
                    ? length
                    : shared().settings.http2().streamWindowBytes();
            connection.widen(stream, window - shared().firstWindowBytes);
        }
    }

    /** There is room for the body now: lets the client send the rest of it. */
    private void roomCame() {
        reserve();
        clock.restart();
        giveWindow();
    }

    /** The file of the body has taken so much that the client may go on. */
    private void written(BodyFile file) {
        if (body.isInto(file)) {
            giveWindow();
        }
    }

    private void giveWindow() {
        connection.consume(stream, owedBytes);
        owedBytes = 0;
    }

    /** Takes a part of the body. Returns whether the client may send as much again. */
    boolean data(ByteBuf data, int flowControlledBytes) {
        connection.received(data.readableBytes());
        RequestHead head = receiving;
        if (head == null) {
            droppedBytes += data.readableBytes();
            return true;
        }
        int length = data.readableBytes();
        boolean told = head.contentLength() > 0;
        long limit = told ? shared().limits.maxBodyBytes() : shared().limits.maxUntoldBytes();
        if (body.size() + (long) length > limit) {
            refuse(told ? Refusal.BODY_TOO_LARGE : shared().limits.untoldRefusal());
            return true;
        }
        body.write(data, length, told ? head.contentLength() : limit);
        if (wholeBytes > 0 && body.size() > shared().firstWindowBytes / 2) {
            long bytes = wholeBytes; // More is to come, and nobody knows how much.
            wholeBytes = 0;
            needRoom(bytes, shared().firstWindowBytes);
        }
        boolean mayGoOn = !room.isWaiting() && !body.isBehind();
        owedBytes += mayGoOn ? 0 : flowControlledBytes;
        return mayGoOn;
    }

    /** The request is complete. */
    void received() {
        RequestHead head = receiving;
        if (head != null) {
            RequestMessage whole = new RequestMessage(head, body.take());
            receiving = null;
            exchange = connection.start(this, whole, unsent, room.handOver(whole.bytes()));
            connection.route(exchange);
        }
    }

    private void stopReceiving() {
        receiving = null;
        room.close();
        body.drop();
    }

    /**
     * Answers that the request is refused. The rest of it is dropped for a while before the stream is reset (RFC 9113,
     * 8.1): Java 17's client ignores a reset behind the whole answer, and waits for ever for its window.
     */
    void refuse(Refusal reason) {
        refuse(reason, receiving == null ? "" : receiving.target());
    }

    /** Answers that the request for this target is refused. */
    void refuse(Refusal reason, String target) {
        refused = true;
        stopReceiving();
        shared().stats.refused(reason);
        String id = shared().requestIds.idFor(null);
        RefusalAnswer answer = RefusalAnswer.of(reason, shared(), target, id, connection.remoteAddress());
        unsent.add(answer.body.length);
        new Http2Writer(connection.handler(), stream, headRequest, id)
                .whole(answer.status, answer.headers, answer.contentType, answer.body)
                .addListener(sent -> {
                    unsent.sent(answer.body.length);
                    long longestNanos = shared().settings.times().body().toNanos();
                    linger = new LingerTime(SILENCE_NANOS, longestNanos, connection.receivedBytes());
                });
        connection.handler().flushSoon();
        giveWindow();
    }

    boolean isReceiving() {
        return receiving != null;
    }

    /** True if an answer is on its way, or will be: no other can be written. */
    boolean isAnswering() {
        return refused || exchange != null;
    }

    void writable() {
        if (exchange != null) {
            exchange.writable();
        }
    }

    /** The client takes more of the answer. */
    void windowGrew() {
        clock.progress();
    }

    /**
     * The stream is closed. If its answer is all written, its future tells whether it arrived, and a function that still
     * streams, to a HEAD, is no more in vain than over HTTP/1.1.
     */
    void closed() {
        stopReceiving();
        if (writer != null && writer.isEnded()) {
            return;
        }
        unsent.close();
        if (exchange != null) {
            exchange.connectionClosed();
        }
    }

    void checkTime(long nowNanos) {
        if (linger != null) {
            if (shared().isDraining() || linger.isOver(nowNanos, connection.receivedBytes(), droppedBytes, true)) {
                connection.handler().reset(stream, Http2Error.NO_ERROR);
            }
        } else if (room.isWaiting()) {
            if (clock.hasWaitedForRoom(nowNanos)) {
                refuse(Refusal.OUT_OF_MEMORY);
            }
        } else if (receiving != null) {
            if (clock.isReceivedTooSlowly(nowNanos, connection.receivedBytes() - receivedBefore)) {
                refuse(Refusal.TIMEOUT);
            }
        } else if (clock.isSentTooSlowly(nowNanos, connection.handler().flow(), stream)) {
            stalled();
        }
    }

    @Override
    public HttpShared shared() {
        return connection.shared();
    }

    @Override
    public ResponseWriter writer(RequestHead request, String requestId) {
        Http2Writer made = new Http2Writer(connection.handler(), stream, headRequest, requestId);
        writer = made;
        return made;
    }

    /** The streams of a connection wait for nobody. */
    @Override
    public @Nullable Exchange follow(Exchange ended) {
        return null;
    }

    @Override
    public void runEnded() {
        connection.runEnded();
    }

    /** The connection flushes once a turn of its event loop as it is. */
    @Override
    public boolean flushesLater() {
        return false;
    }

    @Override
    public void exchangeEnded(boolean close) {
        if (close) {
            reset();
        }
    }

    @Override
    public boolean isReset() {
        return resetHere;
    }

    @Override
    public void reset() {
        reset(Http2Error.INTERNAL_ERROR);
    }

    private void stalled() {
        if (!resetHere) {
            shared().readsTooSlowly("stream " + stream.id(), connection.remoteAddress());
            reset(Http2Error.CANCEL);
        }
    }

    private void reset(Http2Error error) {
        resetHere = true;
        connection.handler().reset(stream, error);
    }
}
