package dev.effe.server.http.exchange;

import static dev.effe.server.settings.ValueTypes.number;
import static dev.effe.server.settings.ValueTypes.size;

import dev.effe.server.settings.Rows;

/**
 * The settings of how large a request may be. Immutable.
 *
 * @param maxRequestLineBytes the longest request line
 * @param maxHeaderBytes the longest header section
 * @param maxHeaderCount the most headers
 * @param maxBodyBytes the longest body
 * @param malformedEscapes whether a percent sign in a target may stand for itself, as AWS passes it on to handlers
 */
public record MessageLimits(
        int maxRequestLineBytes, int maxHeaderBytes, int maxHeaderCount, int maxBodyBytes, boolean malformedEscapes) {

    static MessageLimits of(Rows rows, boolean malformedEscapes) {
        return new MessageLimits(
                rows.value("max-request-line", size("256", "1MiB"), "8192", "Bytes of a request line; else 414."),
                rows.value("max-header", size("1KiB", "1MiB"), "16KiB", "Bytes of all headers; else 431."),
                rows.value("max-header-count", number(1, 10_000), "100", "Number of headers; else 431."),
                rows.value("max-body", size("0", "1GiB"), "6MiB", "Bytes of a request body; else 413."),
                malformedEscapes);
    }
}
