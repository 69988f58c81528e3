package dev.effe.server.http.message;

import dev.effe.server.net.IpLiteral;

/** Which host a request is for (RFC 9112, 3.2). */
public final class HostRules {
    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_PORT = 65_535;

    private HostRules() {}

    /**
     * Wants exactly one valid Host header; HTTP/1.0 may do without. The authority of a target in absolute-form takes its
     * place. Without that an empty one is refused, since no http URI has an empty host (RFC 9110, 4.2.1; 9112, 3.3).
     */
    static void apply(RequestLine line, HeaderFields fields) throws RefusedException {
        String host = fields.first("Host");
        String authority = line.target().authority();
        boolean valid = host == null ? line.minorVersion() == 0 : isHost(host, authority != null);
        if (!valid || fields.count("Host") > 1) {
            throw Refusal.BAD_HOST.exception();
        }
        if (authority != null) {
            fields.replaceFirst("Host", authority);
        }
    }

    private static boolean isHost(String host, boolean mayBeEmpty) {
        return host.isEmpty() ? mayBeEmpty : isHostAndPort(host);
    }

    /** True if a text is a host that is not empty, and perhaps a port: no user, no path, no list. */
    public static boolean isHostAndPort(String text) {
        int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (hostEnd < 0) {
            return isName(text);
        }
        String host = text.substring(0, hostEnd);
        return (isName(host) || isIpLiteral(host)) && isPort(text.substring(hostEnd));
    }

    private static boolean isName(String host) {
        if (host.isEmpty() || !CharClass.all(CharClass.HOST, host)) {
            return false;
        }
        for (int i = host.indexOf('%'); i >= 0; i = host.indexOf('%', i + 1)) {
            if (host.length() - i < 3 || !CharClass.all(CharClass.HEX, host.substring(i + 1, i + 3))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpLiteral(String host) {
        // A zone, after a percent sign, means nothing to anyone but the sender.
        return host.length() > 2
                && host.indexOf('%') < 0
                && host.indexOf(':') > 0
                && IpLiteral.parse(host.substring(1, host.length() - 1)) != null;
    }

    private static boolean isPort(String text) {
        if (text.isEmpty() || text.equals(":")) {
            return true;
        }
        String digits = text.substring(1);
        return text.charAt(0) == ':'
                && digits.length() <= MAX_PORT_DIGITS
                && CharClass.all(CharClass.DIGIT, digits)
                && Integer.parseInt(digits) <= MAX_PORT;
    }
}
