package dev.effe.server.http;

import dev.effe.server.route.Body;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** One stream: a request that is being received or refused, and its exchange once it is complete. Event-loop-confined. */
final class Http2Exchange implements Carrier {

    private final Http2Exchanges connection;
    private final Http2Stream stream;
    private final boolean headRequest;
    private final Unsent unsent;
    private final StreamClock clock;
    private final BodyBuffer body = new BodyBuffer();
    private final long receivedBefore;

    /** While the request is being received, else null. */
    private @Nullable RequestHead receiving;

    private @Nullable Exchange exchange;
    private @Nullable Http2Writer writer;
    /** What the client has sent and is not yet allowed to send again. */
    private int owedBytes;

    private boolean resetHere;

    Http2Exchange(Http2Exchanges connection, Http2Stream stream, boolean headRequest) {
        this.connection = connection;
        this.stream = stream;
        this.headRequest = headRequest;
        unsent = connection
                .shared()
                .newUnsent(() -> connection.handler().ctx().executor().execute(this::makeRoom));
        clock = new StreamClock(connection.shared().settings, unsent);
        receivedBefore = connection.uploads().receivedBytes();
    }

    /** Takes the head of a request whose body, if there is any, is still to come. */
    void begin(RequestHead head) {
        receiving = head;
    }

    /** Takes a part of the body. Returns whether the client may send as much again. */
    boolean data(ByteBuf data, int flowControlledBytes) {
        RequestHead head = receiving;
        if (head == null) {
            return false; // Refused: what still comes is dropped.
        }
        int length = data.readableBytes();
        long limit = shared().limits.maxBodyBytes();
        if (body.size() + (long) length > limit) {
            refuse(Refusal.BODY_TOO_LARGE);
            return false;
        }
        body.write(data, length, head.contentLength() > 0 ? head.contentLength() : limit);
        boolean mayGoOn = connection.uploads().took(this, length);
        owedBytes += mayGoOn ? 0 : flowControlledBytes;
        return mayGoOn;
    }

    /** Lets the client send the rest of the body. */
    void goOn() {
        connection.consume(stream, owedBytes);
        owedBytes = 0;
    }

    /** The request is complete. */
    void received() {
        RequestHead head = receiving;
        if (head != null) {
            Body whole = stopReceiving();
            exchange = connection.start(this, new RequestMessage(head, whole), unsent);
            connection.route(exchange);
        }
    }

    private Body stopReceiving() {
        receiving = null;
        connection.uploads().ended(this, body.size());
        return body.take();
    }

    /** Answers that the request is refused. */
    void refuse(Refusal reason) {
        refuse(reason, receiving == null ? "" : receiving.target());
    }

    /** Answers that the request for this target is refused. */
    void refuse(Refusal reason, String target) {
        stopReceiving();
        shared().stats.refused(reason);
        String id = shared().requestIds.idFor(null);
        RefusalAnswer answer = RefusalAnswer.of(reason, shared().route, target, id);
        unsent.add(answer.body.length);
        new Http2Writer(connection.handler(), stream, headRequest, id)
                .whole(answer.status, answer.headers, answer.contentType, answer.body)
                .addListener(sent -> {
                    unsent.sent(answer.body.length);
                    connection.handler().reset(stream, Http2Error.NO_ERROR); // For the rest of the body.
                });
        connection.handler().flushSoon();
    }

    /** Whether the function's answer, or nothing yet, is on its way: no other can be written. */
    boolean isAnswering() {
        return exchange != null;
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
            if (!resetHere) {
                shared().stats.aborted();
            }
        }
    }

    void checkTime(long nowNanos) {
        if (receiving != null) {
            if (clock.isReceivedTooSlowly(nowNanos, connection.uploads().receivedBytes() - receivedBefore)) {
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
    public void reset() {
        reset(Http2Error.INTERNAL_ERROR);
    }

    private void makeRoom() {
        if (unsent.isToLeave()) {
            stalled();
        }
    }

    @Override
    public void stalled() {
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
