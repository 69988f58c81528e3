package dev.effe.server.http.message;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The target that a request line asks for (RFC 9112, 3.2).
 *
 * @param text the target in origin-form, a path and perhaps a query, still escaped; or {@code *}
 * @param authority host and port, if the target was sent in absolute-form; it then replaces the Host header
 */
public record RequestTarget(String text, @Nullable String authority) {

    /**
     * Checks and reads a target; there must be one byte at least.
     *
     * @param malformedEscapes whether a percent sign may stand for itself
     */
    public static RequestTarget parse(String method, byte[] line, int from, int to, boolean malformedEscapes)
            throws RefusedException {
        checkCharacters(line, from, to, malformedEscapes);
        String text = new String(line, from, to - from, StandardCharsets.ISO_8859_1);
        if (line[from] == '/' || (text.equals("*") && method.equals("OPTIONS"))) {
            return new RequestTarget(text, null);
        }
        return absolute(method, text);
    }

    private static void checkCharacters(byte[] line, int from, int to, boolean malformedEscapes)
            throws RefusedException {
        int allowed = CharClass.PATH;
        for (int i = from; i < to; i++) {
            byte b = line[i];
            if (!CharClass.is(allowed, b) || (b == '%' && !isEscape(line, i, to, allowed, malformedEscapes))) {
                throw Refusal.BAD_TARGET.exception();
            }
            if (b == '?') {
                allowed = CharClass.QUERY;
            }
        }
    }

    private static boolean isEscape(byte[] line, int percent, int to, int part, boolean malformed) {
        if (to - percent < 3
                || !CharClass.is(CharClass.HEX, line[percent + 1])
                || !CharClass.is(CharClass.HEX, line[percent + 2])) {
            return malformed;
        }
        // A NUL in a path has cut many a file name short; nobody needs it there.
        return part == CharClass.QUERY || line[percent + 1] != '0' || line[percent + 2] != '0';
    }

    private static RequestTarget absolute(String method, String text) throws RefusedException {
        int start = authorityStart(text);
        int end = start;
        while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
            end++;
        }
        String authority = text.substring(start, end);
        // An http URI with an empty host is invalid (RFC 9110, 4.2.1).
        if (authority.isEmpty() || !HostRules.isHostAndPort(authority)) {
            throw Refusal.BAD_TARGET.exception();
        }
        return new RequestTarget(originForm(method, text.substring(end)), authority);
    }

    private static int authorityStart(String text) throws RefusedException {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        throw Refusal.BAD_TARGET.exception();
    }

    private static String originForm(String method, String pathAndQuery) {
        if (pathAndQuery.isEmpty()) {
            return method.equals("OPTIONS") ? "*" : "/";
        }
        return pathAndQuery.startsWith("?") ? "/" + pathAndQuery : pathAndQuery;
    }
}
