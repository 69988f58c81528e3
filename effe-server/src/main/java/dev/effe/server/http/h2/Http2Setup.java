package dev.effe.server.http.h2;

import dev.effe.server.http.exchange.Clocked;
import dev.effe.server.http.exchange.HttpSettings;
import dev.effe.server.http.exchange.HttpShared;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/** Makes a connection speak HTTP/2, with every limit that Netty has set to this server's. */
public final class Http2Setup extends AbstractHttp2ConnectionHandlerBuilder<Http2Handler, Http2Setup> {

    private static final int RESET_WINDOW_SECONDS = 10;
    private static final int MAX_QUEUED_CONTROL_FRAMES = 1000;
    private static final int MAX_EMPTY_DATA_FRAMES = 2;
    private static final int MAX_SMALL_CONTINUATIONS = 16;
    private static final long CLOSE_MILLIS = 1000;

    private static final OneContentLength ONE_CONTENT_LENGTH = new OneContentLength();

    private final HttpShared shared;
    private final Http2Frames frames = new Http2Frames();

    private Http2Setup(HttpShared shared) {
        this.shared = shared;
    }

    /** Adds the handlers to a pipeline. Returns the clock of the connection. */
    public static Clocked addTo(ChannelPipeline pipeline, HttpShared shared) {
        Http2Setup setup = new Http2Setup(shared);
        Http2Handler handler = setup.handler();
        pipeline.addLast("http2", handler);
        pipeline.addLast("end", new Http2End());
        return new Http2Clock(shared, handler);
    }

    private Http2Handler handler() {
        HttpSettings settings = shared.settings;
        return connection(newConnection())
                .frameListener(frames)
                .frameLogger(ONE_CONTENT_LENGTH)
                .initialSettings(new Http2Settings()
                        .maxConcurrentStreams(settings.http2().maxStreams())
                        .initialWindowSize(shared.firstWindowBytes)
                        .maxHeaderListSize(shared.limits.maxHeaderBytes()))
                .validateHeaders(true)
                .decoderEnforceMaxRstFramesPerWindow(settings.http2().maxStreamResets(), RESET_WINDOW_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(settings.http2().maxStreamResets(), RESET_WINDOW_SECONDS)
                .encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_CONTROL_FRAMES)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(MAX_EMPTY_DATA_FRAMES)
                .decoderEnforceMaxSmallContinuationFrames(MAX_SMALL_CONTINUATIONS)
                .headerSensitivityDetector((name, value) -> Http2Writer.isOfOneAnswer(name))
                .gracefulShutdownTimeoutMillis(CLOSE_MILLIS)
                .build();
    }

    private static Http2Connection newConnection() {
        Http2Connection connection = new DefaultHttp2Connection(true);
        connection.local().flowController(new InboundWindows(connection));
        // Priorities are deprecated (RFC 9113, 5.3.2), and keeping them is work that a client can make.
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        return connection;
    }

    @Override
    protected Http2Handler build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initialSettings) {
        return new Http2Handler(decoder, encoder, initialSettings, frames, shared);
    }
}
