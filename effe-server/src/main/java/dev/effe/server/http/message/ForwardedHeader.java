package dev.effe.server.http.message;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a line of {@code Forwarded} (RFC 7239, 4): elements separated by commas, each of pairs separated by semicolons. */
final class ForwardedHeader {

    private final String line;
    private int at;

    // Counts and parameters of the element that is being read.
    private int pairs;
    private int nodes;
    private String node = "";

    private ForwardedHeader(String line) {
        this.line = line;
    }

    /** Each element's {@code for}, in their order; null where it is hidden, missing or malformed, and for a bad line. */
    static List<@Nullable InetSocketAddress> hops(List<String> lines) {
        List<@Nullable InetSocketAddress> hops = new ArrayList<>();
        for (String line : lines) {
            List<@Nullable InetSocketAddress> some = new ArrayList<>();
            if (new ForwardedHeader(line).readInto(some)) {
                hops.addAll(some);
            } else {
                hops.add(null);
            }
        }
        return hops;
    }

    private boolean readInto(List<@Nullable InetSocketAddress> hops) {
        do {
            if (!readElement()) {
                return false;
            }
            if (pairs > 0) {
                hops.add(nodes == 1 ? ForwardedNode.parse(node) : null);
            }
        } while (taken(','));
        return at == line.length();
    }

    private boolean readElement() {
        pairs = 0;
        nodes = 0;
        do {
            skipBlanks();
            if (!readPair()) {
                return false;
            }
            skipBlanks();
        } while (taken(';'));
        return true;
    }

    /** Reads a pair or nothing; returns false for half a pair. */
    private boolean readPair() {
        String name = token();
        if (name.isEmpty()) {
            return true;
        }
        String value = taken('=') ? value() : null;
        if (value == null) {
            return false;
        }
        pairs++;
        if (name.equalsIgnoreCase("for")) {
            nodes++;
            node = value;
        }
        return true;
    }

    private @Nullable String value() {
        if (taken('"')) {
            return restOfQuoted();
        }
        String token = token();
        return token.isEmpty() ? null : token;
    }

    private @Nullable String restOfQuoted() {
        StringBuilder text = new StringBuilder();
        while (at < line.length()) {
            if (taken('"')) {
                return text.toString();
            }
            if (taken('\\') && at == line.length()) {
                return null;
            }
            text.append(line.charAt(at++));
        }
        return null;
    }

    private String token() {
        int start = at;
        while (at < line.length() && CharClass.is(CharClass.TOKEN, line.charAt(at))) {
            at++;
        }
        return line.substring(start, at);
    }

    private void skipBlanks() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }

    private boolean taken(char c) {
        boolean found = at < line.length() && line.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }
}
