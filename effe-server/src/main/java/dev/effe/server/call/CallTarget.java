package dev.effe.server.call;

import java.util.Locale;

/** Escapes in a target what a server takes but no URI of Java's: so the other function sees the same wherever it is. */
final class CallTarget {

    private static final String IN_QUERY = "{}|\\^`";
    private static final String IN_PATH = IN_QUERY + "[]";

    private CallTarget() {}

    static String escaped(String target) {
        StringBuilder escaped = new StringBuilder(target.length());
        String wanted = IN_PATH;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '?') {
                wanted = IN_QUERY;
            }
            if (wanted.indexOf(c) < 0) {
                escaped.append(c);
            } else {
                escaped.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
            }
        }
        return escaped.toString();
    }
}
