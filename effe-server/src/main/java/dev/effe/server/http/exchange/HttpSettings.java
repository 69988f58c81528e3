package dev.effe.server.http.exchange;

import static dev.effe.server.settings.ValueTypes.addresses;
import static dev.effe.server.settings.ValueTypes.heapShare;
import static dev.effe.server.settings.ValueTypes.number;
import static dev.effe.server.settings.ValueTypes.onOff;
import static dev.effe.server.settings.ValueTypes.size;

import dev.effe.server.net.AddressBlocks;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;

/**
 * The settings of requests and connections, the same for every port and function. Immutable.
 *
 * @param message how large a request may be
 * @param codings whether bodies are decoded and encoded
 * @param times how long a client may take
 * @param maxUnsentBytes how much may wait for one client
 * @param maxMemoryBytes how much all requests and responses may have of the heap at once
 * @param maxConnections how many connections a port may have open
 * @param http2 the limits of HTTP/2
 * @param trustedProxies whose word about the client's address is taken: {@code X-Forwarded-For}, else {@code Forwarded};
 *     and for handlers' events {@code X-Forwarded-Proto} and {@code -Port}
 * @param serverTiming whether answers tell the times of their calls
 */
public record HttpSettings(
        MessageLimits message,
        Codings codings,
        ConnectionTimes times,
        int maxUnsentBytes,
        long maxMemoryBytes,
        int maxConnections,
        Http2Limits http2,
        AddressBlocks trustedProxies,
        boolean serverTiming) {

    /**
     * Reads them.
     *
     * @param malformedEscapes whether a percent sign in a target may stand for itself
     */
    public static HttpSettings of(Rows rows, boolean malformedEscapes) {
        Rows connections = rows.under(Group.CONNECTIONS);
        return new HttpSettings(
                MessageLimits.of(connections, malformedEscapes),
                Codings.of(connections),
                ConnectionTimes.of(connections),
                connections.value(
                        "max-unsent", size("1KiB", "1GiB"), "1MiB", "Bytes waiting for one client to take them."),
                connections.value(
                        "max-memory", heapShare(), "25%", "Bytes of all requests and responses; more get 503."),
                connections.value("max-connections", number(1, 1_000_000), "10000", "Open connections at once."),
                Http2Limits.of(rows),
                rows.under(Group.LISTENING)
                        .value(
                                "trusted-proxies",
                                addresses(),
                                "",
                                "Proxies whose X-Forwarded-… and Forwarded headers count."),
                rows.under(Group.TRACES)
                        .value(
                                "server-timing",
                                onOff(),
                                "off",
                                "Server-Timing in answers: their queue, start and run."));
    }
}
