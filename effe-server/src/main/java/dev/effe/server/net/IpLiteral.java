package dev.effe.server.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses as they are written, strictly; a name is none, so no name server is ever asked. */
public final class IpLiteral {

    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private IpLiteral() {}

    /**
     * The address that a text is: IPv4 as four decimal numbers without leading zeros (RFC 6943, 3.1.1), or IPv6 in any
     * form of RFC 4291, 2.2, without brackets and zone. An IPv4-mapped IPv6 address is the IPv4 address.
     *
     * @return null if the text is anything else
     */
    public static @Nullable InetAddress parse(String text) {
        byte[] bytes = text.indexOf(':') < 0 ? v4(text) : v6(text);
        return bytes == null ? null : address(bytes);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("Not of 4 or 16 bytes", e);
        }
    }

    private static byte @Nullable [] v4(String text) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length != V4_BYTES) {
            return null;
        }
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            int number = number(numbers[i], 10, 3);
            if (number < 0 || number > 255 || (numbers[i].length() > 1 && numbers[i].charAt(0) == '0')) {
                return null;
            }
            bytes[i] = (byte) number;
        }
        return bytes;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text, true);
            return all != null && all.length == V6_BYTES ? all : null;
        }
        byte[] head = groups(text.substring(0, gap), false);
        byte[] tail = groups(text.substring(gap + 2), true);
        // "::" stands for at least one group of zeros.
        if (head == null || tail == null || head.length + tail.length > V6_BYTES - 2) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(head, V6_BYTES);
        System.arraycopy(tail, 0, bytes, V6_BYTES - tail.length, tail.length);
        return bytes;
    }

    /** The bytes of groups separated by colons, the last of which may be an IPv4 address; null if they are malformed. */
    private static byte @Nullable [] groups(String text, boolean mayEndWithV4) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] groups = text.split(":", -1);
        byte[] bytes = new byte[2 * groups.length + 2];
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            boolean isV4 = mayEndWithV4 && i == groups.length - 1 && groups[i].indexOf('.') >= 0;
            byte[] group = isV4 ? v4(groups[i]) : group(groups[i]);
            if (group == null) {
                return null;
            }
            System.arraycopy(group, 0, bytes, count, group.length);
            count += group.length;
        }
        return Arrays.copyOf(bytes, count);
    }

    private static byte @Nullable [] group(String text) {
        int number = number(text, 16, 4);
        return number < 0 ? null : new byte[] {(byte) (number >> 8), (byte) number};
    }

    /** The number, or -1 if the text is not made of 1 to maxDigits ASCII digits. */
    private static int number(String text, int radix, int maxDigits) {
        if (text.isEmpty() || text.length() > maxDigits) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
