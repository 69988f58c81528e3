package dev.effe.server.http.exchange;

import static dev.effe.server.settings.ValueTypes.number;
import static dev.effe.server.settings.ValueTypes.positiveTime;

import dev.effe.server.settings.Rows;
import java.time.Duration;

/**
 * The settings of how long a client may take. Immutable.
 *
 * @param head for the headers to arrive; a TLS handshake has as long
 * @param body for the body to arrive
 * @param minBodyRate how many bytes of a body must arrive per second, after its first 5 s; 0 for any
 * @param idle between requests
 * @param write to take something of its response
 */
public record ConnectionTimes(Duration head, Duration body, int minBodyRate, Duration idle, Duration write) {

    static ConnectionTimes of(Rows rows) {
        return new ConnectionTimes(
                rows.value("head-timeout", positiveTime(), "10s", "Time to receive the headers; else 408."),
                rows.value("body-timeout", positiveTime(), "60s", "Time to receive the body; else 408."),
                rows.value(
                        "min-body-rate",
                        number(0, 1_000_000),
                        "240",
                        "Slowest body after 5 s, in bytes per second; 0: any."),
                rows.value("idle-timeout", positiveTime(), "75s", "Time a connection may wait between requests."),
                rows.value("write-timeout", positiveTime(), "30s", "Time a client may take nothing of its response."));
    }
}
