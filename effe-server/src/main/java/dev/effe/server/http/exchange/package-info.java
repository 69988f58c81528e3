/**
 * A request of a connection and the answer to it, whatever the protocol: from the head that came to the last byte that
 * left. Knows a connection as a {@code Carrier} and a protocol as a {@code ResponseWriter}.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.http.exchange;
