package dev.effe.server.net;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The IP addresses that begin with the same bits (RFC 4632, RFC 4291). Immutable.
 *
 * @param network an address of the block; what follows the prefix does not count
 * @param prefixLength how many bits they have in common, from 0 to 32 for IPv4 or 128 for IPv6
 */
public record AddressBlock(InetAddress network, int prefixLength) {

    /** Checks the prefix. */
    public AddressBlock {
        int bits = 8 * network.getAddress().length;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("prefixLength must be from 0 to " + bits + ", but was " + prefixLength);
        }
    }

    /**
     * The block that a text is: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or a single address.
     *
     * @return null if the text is anything else
     */
    public static @Nullable AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return null;
        }
        int bits = 8 * network.getAddress().length;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
        return prefix < 0 || prefix > bits ? null : new AddressBlock(network, prefix);
    }

    private static int prefix(String text) {
        boolean isNumber = text.matches("0|[1-9][0-9]{0,2}");
        return isNumber ? Integer.parseInt(text) : -1;
    }

    /** True if an address is in it; never one of the other family. */
    public boolean contains(InetAddress address) {
        byte[] wanted = network.getAddress();
        byte[] bytes = address.getAddress();
        if (wanted.length != bytes.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (wanted[i] != bytes[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || (wanted[whole] ^ bytes[whole]) >> (8 - rest) << (8 - rest) == 0;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixLength;
    }
}
