package dev.effe.server.http.exchange;

import static dev.effe.server.settings.ValueTypes.number;
import static dev.effe.server.settings.ValueTypes.onOff;
import static dev.effe.server.settings.ValueTypes.size;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;

/**
 * The settings of HTTP/2. Immutable.
 *
 * @param spoken whether it is spoken: by ALPN with TLS, by prior knowledge without
 * @param maxStreams how many streams of a connection may be open, and how many of its calls may run
 * @param streamWindowBytes how much of a request body a client may send ahead in one stream
 * @param connectionWindowBytes the same for all streams of a connection together
 * @param maxStreamResets how many streams of a connection may be reset in 10 s, in each direction
 */
public record Http2Limits(
        boolean spoken, int maxStreams, int streamWindowBytes, int connectionWindowBytes, int maxStreamResets) {

    static Http2Limits of(Rows rows) {
        Rows connections = rows.under(Group.CONNECTIONS);
        return new Http2Limits(
                rows.under(Group.LISTENING).value("http2", onOff(), "on", "HTTP/2 is spoken besides HTTP/1.1."),
                connections.value("max-streams", number(1, 10_000), "100", "Requests at once in an HTTP/2 connection."),
                connections.value(
                        "stream-window",
                        size("1KiB", "16MiB"),
                        "64KiB",
                        "Bytes an HTTP/2 client may send ahead in a request."),
                connections.value(
                        "connection-window",
                        size("64KiB", "64MiB"),
                        "1MiB",
                        "Bytes an HTTP/2 client may send ahead in a connection."),
                connections.value(
                        "max-stream-resets",
                        number(1, 10_000),
                        "100",
                        "Resets in 10 s, in and out, that end an HTTP/2 connection."));
    }
}
