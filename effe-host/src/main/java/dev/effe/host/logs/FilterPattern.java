package dev.effe.host.logs;

import dev.effe.server.invoke.InvokeException;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter of AWS's for lines of text: words and quoted texts that all must be there, {@code ?a ?b} of which one must be,
 * and {@code -x} that must not. As on AWS, case counts, and optional ones say nothing beside words that must be there.
 * Immutable.
 *
 * @param all the texts that must be there
 * @param any the texts of which one must be there; empty for no matter
 * @param none the texts that must not be there
 */
record FilterPattern(List<String> all, List<String> any, List<String> none) {

    private static final int MOST_CHARS = 1024;

    FilterPattern {
        all = List.copyOf(all);
        any = List.copyOf(any);
        none = List.copyOf(none);
    }

    /**
     * Reads it.
     *
     * @throws InvokeException if it is none of these, such as one for fields of JSON
     */
    static FilterPattern of(String text) throws InvokeException {
        if (text.length() > MOST_CHARS) {
            throw invalid("1 validation error detected: Value at 'filterPattern' failed to satisfy constraint: Member"
                    + " must have length less than or equal to " + MOST_CHARS);
        }
        List<String> all = new ArrayList<>();
        List<String> any = new ArrayList<>();
        List<String> none = new ArrayList<>();
        int at = skipSpace(text, 0);
        while (at < text.length()) {
            char kind = text.charAt(at);
            boolean prefixed = kind == '?' || kind == '-';
            int begin = prefixed ? at + 1 : at;
            int end = termEnd(text, begin);
            boolean quoted = text.charAt(begin) == '"';
            String term = quoted ? unquoted(text.substring(begin + 1, end - 1)) : text.substring(begin, end);
            (kind == '?' ? any : kind == '-' ? none : all).add(term);
            at = skipSpace(text, end);
        }
        return new FilterPattern(all, any, none);
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The index behind a word or a quoted text. */
    private static int termEnd(String text, int begin) throws InvokeException {
        int end = begin;
        if (begin < text.length() && text.charAt(begin) == '"') {
            end = quoteEnd(text, begin + 1);
        } else {
            while (end < text.length() && isOfWord(text.charAt(end))) {
                end++;
            }
        }
        boolean whole = end > begin && (end == text.length() || Character.isWhitespace(text.charAt(end)));
        if (!whole) {
            throw invalid("Invalid character(s) in term '" + term(text, begin) + "'");
        }
        return end;
    }

    private static int quoteEnd(String text, int from) throws InvokeException {
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == '"') {
                return at + 1;
            }
        }
        throw invalid("Invalid filter pattern: a quotation mark is not closed");
    }

    private static String unquoted(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }

    /** As on AWS, all else is to be quoted. */
    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static String term(String text, int begin) {
        int end = begin;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return text.substring(begin, end);
    }

    private static InvokeException invalid(String message) {
        return LogErrors.invalid(message);
    }

    boolean matches(String line) {
        return all.stream().allMatch(line::contains)
                && (!all.isEmpty() || any.isEmpty() || any.stream().anyMatch(line::contains))
                && none.stream().noneMatch(line::contains);
    }
}
