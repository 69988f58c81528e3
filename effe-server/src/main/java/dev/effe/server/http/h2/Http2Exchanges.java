package dev.effe.server.http.h2;

import dev.effe.server.http.exchange.Exchange;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.http.exchange.PeerAddress;
import dev.effe.server.http.exchange.Unsent;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection of HTTP/2: makes an exchange of each of its streams, many at a time.
 * Event-loop-confined.
 */
final class Http2Exchanges extends Http2ConnectionAdapter {

    private final HttpShared shared;
    private final Http2Handler handler;
    private final Http2Connection streams;
    private final Http2Connection.PropertyKey exchangeKey;
    /** Calls of the function that have not ended, also those that the client has cancelled. */
    private int runs;

    private long receivedBytes;
    private boolean served;

    private long idleSinceNanos = System.nanoTime();

    Http2Exchanges(HttpShared shared, Http2Handler handler) {
        this.shared = shared;
        this.handler = handler;
        streams = handler.connection();
        exchangeKey = streams.newKey();
        streams.addListener(this);
        handler.flow().listener(this::writabilityChanged);
    }

    HttpShared shared() {
        return shared;
    }

    Http2Handler handler() {
        return handler;
    }

    /** Part of a body has come. */
    void received(int bytes) {
        receivedBytes += bytes;
    }

    /** The bytes that have come of all bodies; only ever grows. */
    long receivedBytes() {
        return receivedBytes;
    }

    InetSocketAddress remoteAddress() {
        return Objects.requireNonNull(PeerAddress.ofSocket(handler.ctx().channel()), "closed");
    }

    private @Nullable Http2Exchange exchange(Http2Stream stream) {
        return stream.getProperty(exchangeKey);
    }

    // Frames of the client.

    void headers(Http2Stream stream, Http2Headers headers, boolean endOfStream) throws Http2Exception {
        if (handler.hasFailed()) {
            return;
        }
        Http2Exchange known = exchange(stream);
        if (known != null) {
            known.received(); // Trailers; Netty has checked that they end the stream.
        } else if (Math.max(runs + 1, streams.numActiveStreams())
                > shared.settings.http2().maxStreams()) {
            // Streams that were cancelled count until their run has ended: a client cannot pile up work.
            handler.refuse(stream);
        } else {
            begin(stream, headers, endOfStream);
        }
    }

    private void begin(Http2Stream stream, Http2Headers headers, boolean endOfStream) throws Http2Exception {
        Http2Exchange begun = open(stream, "HEAD".contentEquals(Objects.requireNonNullElse(headers.method(), "")));
        try {
            RequestHead head = Http2Head.read(stream.id(), headers, endOfStream, shared.limits);
            if (endOfStream) {
                begun.begin(head);
                return;
            }
            begun.beginBody(head);
            if (head.expectContinue() && begun.isReceiving()) {
                Http2Headers goOn = new DefaultHttp2Headers().status("100");
                handler.encoder()
                        .writeHeaders(
                                handler.ctx(),
                                stream.id(),
                                goOn,
                                0,
                                false,
                                handler.ctx().newPromise());
                handler.flushSoon();
            }
        } catch (RefusedException e) {
            begun.refuse(e.refusal(), e.target());
        }
    }

    private Http2Exchange open(Http2Stream stream, boolean headRequest) {
        served = true;
        Http2Exchange opened = new Http2Exchange(this, stream, headRequest);
        stream.setProperty(exchangeKey, opened);
        return opened;
    }

    /** A header section is so large that nothing else is known of it. */
    void headersTooLarge(Http2Stream stream) {
        Http2Exchange known = exchange(stream);
        if (known == null) {
            open(stream, false).refuse(Refusal.HEADERS_TOO_LARGE);
        } else if (known.isAnswering()) {
            handler.reset(stream, Http2Error.STREAM_CLOSED);
        } else {
            known.refuse(Refusal.HEADERS_TOO_LARGE);
        }
    }

    /** Returns whether the client may send as much again. */
    boolean data(Http2Stream stream, ByteBuf data, int flowControlledBytes, boolean endOfStream) {
        Http2Exchange known = exchange(stream);
        if (known == null) {
            return true;
        }
        boolean mayGoOn = known.data(data, flowControlledBytes);
        if (endOfStream) {
            known.received();
        }
        return mayGoOn;
    }

    void windowGrew(@Nullable Http2Stream stream) {
        Http2Exchange known = stream == null ? null : exchange(stream);
        if (known != null) {
            known.windowGrew();
        }
    }

    // Wishes of exchanges.

    Exchange start(Http2Exchange carrier, RequestMessage message, Unsent unsent, long bodyBytes) {
        ChannelHandlerContext context = handler.ctx();
        HttpRequest request = shared.request(message, context.channel(), remoteAddress());
        return new Exchange(carrier, context.executor(), message.head(), request, unsent, bodyBytes);
    }

    void route(Exchange exchange) {
        runs++;
        shared.route.handle(exchange);
    }

    void runEnded() {
        runs--;
    }

    /** Lets the client send as much again. */
    void consume(Http2Stream stream, int bytes) {
        try {
            streams.local().flowController().consumeBytes(stream, bytes);
            handler.flushSoon();
        } catch (Http2Exception e) {
            handler.onError(handler.ctx(), true, e);
        }
    }

    /** Lets the client send so much more ahead. */
    void widen(Http2Stream stream, int bytes) {
        if (bytes > 0) {
            try {
                streams.local().flowController().incrementWindowSize(stream, bytes);
                handler.flushSoon();
            } catch (Http2Exception e) {
                handler.onError(handler.ctx(), true, e);
            }
        }
    }

    // News of the connection.

    @Override
    public void onStreamClosed(Http2Stream stream) {
        idleSinceNanos = System.nanoTime();
        Http2Exchange closed = exchange(stream);
        if (closed != null) {
            closed.closed();
        }
    }

    private void writabilityChanged(Http2Stream stream) {
        Http2Exchange known = exchange(stream);
        if (known != null && handler.flow().isWritable(stream)) {
            known.writable();
        }
    }

    /** Looks at the clock of each stream. */
    void checkTime(long nowNanos) throws Http2Exception {
        streams.forEachActiveStream(stream -> {
            Http2Exchange known = exchange(stream);
            if (known != null) {
                known.checkTime(nowNanos);
            }
            return true;
        });
    }

    /** True if there has been a request: from then on the connection may be idle for as long as a proxy keeps it. */
    boolean isServed() {
        return served;
    }

    /** For how long nothing has been going on. */
    long idleNanos(long nowNanos) {
        return streams.numActiveStreams() > 0 || runs > 0 ? 0 : nowNanos - idleSinceNanos;
    }
}
