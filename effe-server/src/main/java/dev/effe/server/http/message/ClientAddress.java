package dev.effe.server.http.message;

import dev.effe.server.net.AddressBlocks;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client behind trusted proxies, of whom each adds the address it saw at the end of {@code X-Forwarded-For}
 * or {@code Forwarded} (RFC 7239). So the list is read from its end, for as long as a trusted proxy wrote it: what is
 * left of the first untrusted address may be the client's invention. Asks no name server. Immutable.
 *
 * <p>{@code X-Forwarded-For} wins: almost every proxy writes it, and most pass on a {@code Forwarded} that the client
 * sent. A proxy that writes only {@code Forwarded} must remove the other.
 */
public final class ClientAddress {

    private final AddressBlocks trusted;

    public ClientAddress(AddressBlocks trusted) {
        this.trusted = trusted;
    }

    /**
     * The client's address; its port is 0 where the header has none.
     *
     * @param peer the other end of the connection; if it is not trusted, the headers do not count
     */
    InetSocketAddress of(InetSocketAddress peer, HeaderFields headers) {
        return trusts(peer) ? behind(peer, headers) : peer;
    }

    /** True if the other end of the connection is a proxy whose headers count. */
    public boolean trusts(InetSocketAddress peer) {
        return !trusted.isEmpty() && trusted.contains(peer.getAddress());
    }

    /** The client's address, where the other end of the connection is trusted. */
    public InetSocketAddress behind(InetSocketAddress peer, HeaderFields headers) {
        List<String> lines = headers.all("X-Forwarded-For");
        List<@Nullable InetSocketAddress> hops =
                lines.isEmpty() ? ForwardedHeader.hops(headers.all("Forwarded")) : ForwardedNode.listed(lines);
        InetSocketAddress client = peer;
        for (int i = hops.size() - 1; i >= 0; i--) {
            InetSocketAddress hop = hops.get(i);
            if (hop == null) {
                // Hidden or malformed: the last proxy that said something is all that is known.
                return client;
            }
            client = hop;
            if (!trusted.contains(hop.getAddress())) {
                return client;
            }
        }
        return client;
    }
}
