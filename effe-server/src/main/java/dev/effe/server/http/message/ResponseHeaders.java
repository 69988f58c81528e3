package dev.effe.server.http.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The headers that a function gives its answer, each checked as it comes, so that none can split the response. Confined
 * to whoever writes the response.
 */
public final class ResponseHeaders {

    /** They say how the message is framed and what becomes of the connection: the server's business. */
    private static final Set<String> SERVERS_OWN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        SERVERS_OWN.addAll(ConnectionRules.FIELDS);
        SERVERS_OWN.add("Trailer");
    }

    private static final String CONTENT_LENGTH = "Content-Length";

    /** More than any client or proxy takes: many take 8 KiB. They are encoded whole, for as many as are unsent. */
    static final int MOST_BYTES = 64 * 1024;

    /** A name and its value, by turns. */
    private final List<String> fields = new ArrayList<>(8);

    private int bytes;

    public int size() {
        return fields.size() / 2;
    }

    public String name(int i) {
        return fields.get(2 * i);
    }

    public String value(int i) {
        return fields.get(2 * i + 1);
    }

    /** True if the server says a field itself in every answer, whatever the function has set. */
    public static boolean isReplaced(String name) {
        return name.equalsIgnoreCase(CONTENT_LENGTH) || name.equalsIgnoreCase("X-Request-Id");
    }

    public @Nullable String first(String name) {
        for (int i = 0; i < size(); i++) {
            if (name(i).equalsIgnoreCase(name)) {
                return value(i);
            }
        }
        return null;
    }

    /** Adds a field beside those of its name. */
    void add(String name, String value) {
        check(name, value);
        if (name.equalsIgnoreCase(CONTENT_LENGTH) && contentLength() >= 0) {
            throw new IllegalArgumentException("Content-Length is set already");
        }
        keep(name, value);
    }

    /** Adds a field in the place of those of its name. */
    void set(String name, String value) {
        check(name, value);
        remove(name);
        keep(name, value);
    }

    /** Removes the fields of a name. */
    void remove(String name) {
        for (int i = size() - 1; i >= 0; i--) {
            if (name(i).equalsIgnoreCase(name)) {
                bytes -= size(fields.remove(2 * i + 1), fields.remove(2 * i));
            }
        }
    }

    /** True if a field of this name, whose value is a list, has this member. */
    boolean has(String name, String member) {
        for (int i = 0; i < size(); i++) {
            if (name(i).equalsIgnoreCase(name)) {
                for (String each : value(i).split(",", -1)) {
                    if (each.strip().equalsIgnoreCase(member)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void keep(String name, String value) {
        int all = bytes + size(name, value);
        if (all > MOST_BYTES) {
            throw new IllegalArgumentException("The headers of a response must have at most " + MOST_BYTES
                    + " bytes together, but with " + name + " they would have " + all);
        }
        bytes = all;
        fields.add(name);
        fields.add(value);
    }

    /** As HTTP/1.1 writes a field: with a colon, a space and CRLF. */
    private static int size(String name, String value) {
        return name.length() + value.length() + 4;
    }

    /** Adds those fields of another's that have one of the names. */
    void addAll(ResponseHeaders others, List<String> names) {
        for (int i = 0; i < others.size(); i++) {
            if (names.stream().anyMatch(others.name(i)::equalsIgnoreCase)) {
                add(others.name(i), others.value(i));
            }
        }
    }

    private static void check(String name, String value) {
        FieldRules.check(name, value);
        if (SERVERS_OWN.contains(name)) {
            throw new IllegalArgumentException("The server sets " + name + " itself");
        }
        if (name.equalsIgnoreCase(CONTENT_LENGTH)) {
            checkLength(value);
        }
    }

    private static void checkLength(String value) {
        boolean digits =
                !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new IllegalArgumentException("Content-Length must be a number of bytes, but was '" + value + "'");
        }
    }

    /** The length that the function declared, or -1. */
    public long contentLength() {
        String declared = first(CONTENT_LENGTH);
        return declared == null ? -1 : Long.parseLong(declared);
    }
}
