package dev.effe.host.url;

import dev.effe.Request;
import dev.effe.host.invoke.UrlForwarder;
import dev.effe.server.net.IpLiteral;
import java.net.InetAddress;
import java.util.List;

/**
 * Tells where requests of URLs come from. Immutable.
 *
 * @param domain the domain below which URLs are, in lower case; "" for none
 * @param scheme by which clients reach the host
 * @param behindProxy true if a proxy is between, which adds the client's address at the end of X-Forwarded-For
 */
public record UrlClients(String domain, String scheme, boolean behindProxy) {

    UrlForwarder.Client of(Request request) {
        InetAddress peer = request.remoteAddress().getAddress();
        String address = peer == null ? request.remoteAddress().getHostString() : peer.getHostAddress();
        return new UrlForwarder.Client(behindProxy ? told(request, address) : address, scheme);
    }

    /** The last address that the header has: those before it may be the client's invention. */
    private static String told(Request request, String peer) {
        List<String> lines = request.headers().getOrDefault("X-Forwarded-For", List.of());
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        String text = last.substring(last.lastIndexOf(',') + 1).strip();
        InetAddress address = IpLiteral.parse(text);
        return address == null ? peer : address.getHostAddress();
    }
}
