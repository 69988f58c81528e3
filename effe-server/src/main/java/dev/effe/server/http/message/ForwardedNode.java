package dev.effe.server.http.message;

import dev.effe.server.net.IpLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An address as forwarding headers write it: {@code 192.0.2.7}, {@code 192.0.2.7:80}, {@code [::1]}, {@code [::1]:80}. */
final class ForwardedNode {

    private ForwardedNode() {}

    /** The nodes of {@code X-Forwarded-For}, null for each that is malformed; an IPv6 address may lack its brackets. */
    static List<@Nullable InetSocketAddress> listed(List<String> lines) {
        List<@Nullable InetSocketAddress> nodes = new ArrayList<>();
        for (String line : lines) {
            for (String item : line.split(",", -1)) {
                String text = item.strip();
                // Empty elements of a list do not count (RFC 9110, 5.6.1.2).
                if (!text.isEmpty()) {
                    InetAddress bare = IpLiteral.parse(text);
                    nodes.add(bare == null ? parse(text) : new InetSocketAddress(bare, 0));
                }
            }
        }
        return nodes;
    }

    /** Null if it is malformed, a name, or hidden ({@code unknown}, {@code _hidden}: RFC 7239, 6). */
    static @Nullable InetSocketAddress parse(String text) {
        if (!text.startsWith("[")) {
            int colon = text.indexOf(':');
            return colon < 0 ? node(text, "") : node(text.substring(0, colon), text.substring(colon));
        }
        int end = text.indexOf(']');
        boolean isV6 = end >= 0 && text.lastIndexOf(':', end) >= 0;
        return isV6 ? node(text.substring(1, end), text.substring(end + 1)) : null;
    }

    private static @Nullable InetSocketAddress node(String literal, String portText) {
        InetAddress address = IpLiteral.parse(literal);
        int port = port(portText);
        return address == null || port < 0 ? null : new InetSocketAddress(address, port);
    }

    /** 0 for none, or for a hidden one ({@code :_abc}); -1 if it is malformed. */
    private static int port(String text) {
        if (text.isEmpty() || text.matches(":_[A-Za-z0-9._-]+")) {
            return 0;
        }
        int port = text.matches(":[0-9]{1,5}") ? Integer.parseInt(text.substring(1)) : -1;
        return port <= 65_535 ? port : -1;
    }
}
