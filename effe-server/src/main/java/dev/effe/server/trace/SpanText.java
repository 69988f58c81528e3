package dev.effe.server.trace;

/** The lengths of what functions and clients put into spans. */
final class SpanText {

    static final int MOST_NAME = 128;
    static final int MOST_KEY = 64;
    static final int MOST_VALUE = 256;

    private SpanText() {}

    /** The text of a value, cut. */
    static String cut(String text) {
        return cut(text, MOST_VALUE);
    }

    /** The text, cut to so many characters; never in the middle of one that takes two. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
