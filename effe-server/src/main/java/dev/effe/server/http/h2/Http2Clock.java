package dev.effe.server.http.h2;

import dev.effe.server.http.exchange.Clocked;
import dev.effe.server.http.exchange.ConnectionEnd;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.http.exchange.WriteStall;
import io.netty.handler.codec.http2.Http2Exception;

/** Decides when a connection of HTTP/2 has waited long enough, and tells it that the server drains. Event-loop-confined. */
final class Http2Clock implements Clocked {

    private final HttpShared shared;

    private final Http2Handler handler;
    private final WriteStall stall;
    private boolean wentAway;

    Http2Clock(HttpShared shared, Http2Handler handler) {
        this.shared = shared;
        this.handler = handler;
        stall = new WriteStall(shared.settings.times().write().toNanos());
    }

    @Override
    public void checkTime(long nowNanos) {
        if (stall.isOver(nowNanos, handler.ctx().channel())) {
            shared.readsTooSlowly("connection", handler.exchanges().remoteAddress());
            ConnectionEnd.reset(handler.ctx().channel());
            return;
        }
        if (shared.isDraining() && !wentAway) {
            wentAway = true;
            handler.sayGoAway();
        }
        checkExchanges(nowNanos);
    }

    private void checkExchanges(long nowNanos) {
        Http2Exchanges exchanges = handler.exchanges();
        try {
            exchanges.checkTime(nowNanos);
        } catch (Http2Exception e) {
            handler.onError(handler.ctx(), true, e);
        }
        if (exchanges.idleNanos(nowNanos) >= shared.idleLimitNanos(exchanges.isServed())) {
            handler.end();
        }
    }
}
