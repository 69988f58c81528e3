package dev.effe.server.route.pattern;

/** Looks at the path of a request target as it was sent, and makes nothing of it. */
final class RawPath {

    private RawPath() {}

    /** Where the path of a target ends. */
    static int end(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target.length() : query;
    }

    /** Where the segment that begins there ends. */
    static int segmentEnd(String target, int from, int end) {
        int i = from;
        while (i < end && target.charAt(i) != '/') {
            i++;
        }
        return i;
    }

    /** True if a parameter can have this segment as its value: decoded it is not empty, a dot or two. */
    static boolean isValue(String target, int from, int to) {
        int dots = 0;
        int i = from;
        while (i < to && dots < 3) {
            if (target.charAt(i) == '.') {
                i++;
            } else if (isEscapedDot(target, i, to)) {
                i += 3;
            } else {
                return true;
            }
            dots++;
        }
        return dots > 2;
    }

    private static boolean isEscapedDot(String target, int at, int to) {
        return to - at > 2
                && target.charAt(at) == '%'
                && target.charAt(at + 1) == '2'
                && (target.charAt(at + 2) == 'E' || target.charAt(at + 2) == 'e');
    }

    /** True if all segments from there on can be values. */
    static boolean areValues(String target, int from, int end) {
        int start = from;
        while (start <= end) {
            int to = segmentEnd(target, start, end);
            if (!isValue(target, start, to)) {
                return false;
            }
            start = to + 1;
        }
        return true;
    }

    static boolean hasEscape(String target, int from, int to) {
        for (int i = from; i < to; i++) {
            if (target.charAt(i) == '%') {
                return true;
            }
        }
        return false;
    }

    /** Orders a part of a target and a text as {@link String#compareTo} does. */
    static int compare(String target, int from, int to, String text) {
        int common = Math.min(to - from, text.length());
        for (int i = 0; i < common; i++) {
            int difference = target.charAt(from + i) - text.charAt(i);
            if (difference != 0) {
                return difference;
            }
        }
        return (to - from) - text.length();
    }
}
