package dev.effe;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event that is to be appended, for {@link Topics#append(String, java.util.List)}. Immutable and thread-safe: each
 * method that adds something returns a new one.
 */
public final class Draft {

    private static final int LONGEST_KEY_BYTES = 256;
    private static final int MOST_HEADER_BYTES = 8192;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t -~]*");

    /** They say how a message is sent, or are given by a method of their own. */
    private static final Set<String> SERVERS_OWN = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-request-id");

    private final byte[] bytes;
    private final String contentType;
    private final @Nullable String key;
    private final @Nullable String id;
    private final Map<String, String> headers;

    private Draft(
            byte[] bytes, String contentType, @Nullable String key, @Nullable String id, Map<String, String> headers) {
        this.bytes = bytes;
        this.contentType = contentType;
        this.key = key;
        this.id = id;
        this.headers = headers;
    }

    /**
     * An event without key, id and headers.
     *
     * @param bytes the payload, copied
     * @param contentType what it is, such as {@code application/json}; at most 256 characters
     * @return the event
     * @throws IllegalArgumentException if the type is empty or longer, or not ASCII text in one line
     */
    public static Draft of(byte[] bytes, String contentType) {
        if (contentType.isBlank() || contentType.length() > LONGEST_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "contentType must have 1 to " + LONGEST_KEY_BYTES + " characters, but has " + contentType.length());
        }
        checkValue("Content-Type", contentType);
        return new Draft(bytes.clone(), contentType, null, null, Map.of());
    }

    /**
     * Sets the key. Events of one key are delivered in order.
     *
     * @param key from 1 to 256 bytes of UTF-8, without control characters; null for no order
     * @return a new event
     * @throws IllegalArgumentException if the key is none
     */
    public Draft key(@Nullable String key) {
        if (key != null) {
            checkName("key", key);
        }
        return new Draft(bytes, contentType, key, id, headers);
    }

    /**
     * Sets an id of the event's own, such as that of the request that it comes from. A second event with this id is left
     * out, if the topic has had the first within 7 days.
     *
     * @param id from 1 to 256 bytes of UTF-8, without control characters
     * @return a new event
     * @throws IllegalArgumentException if the id is none
     */
    public Draft id(String id) {
        checkName("id", id);
        return new Draft(bytes, contentType, key, id, headers);
    }

    private static void checkName(String what, String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LONGEST_KEY_BYTES) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + LONGEST_KEY_BYTES + " bytes, but has " + length);
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new IllegalArgumentException(
                        what + " must have no control characters, but has one at index " + i);
            }
        }
    }

    /**
     * Sets a header, in the place of one of that name, whatever its case. {@code traceparent} and {@code tracestate} are
     * kept instead of the appending request's.
     *
     * @param name the name
     * @param value the value
     * @return a new event
     * @throws IllegalArgumentException if the name is no token, or the value is not ASCII text in one line; if the server
     *     sets that header itself, such as Content-Type and those that begin with {@code ce-} and {@code effe-}; or if all
     *     headers together have more than 8,192 bytes
     */
    public Draft header(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A header name must be a token, but was " + name);
        }
        checkValue(name, value);
        String lower = name.toLowerCase(Locale.ROOT);
        if (SERVERS_OWN.contains(lower) || lower.startsWith("effe-") || lower.startsWith("ce-")) {
            throw new IllegalArgumentException("The server sets " + name + " itself");
        }
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        int length = 0;
        for (Map.Entry<String, String> header : more.entrySet()) {
            length += header.getKey().length() + header.getValue().length();
        }
        if (length > MOST_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "headers must have at most " + MOST_HEADER_BYTES + " bytes, but have " + length);
        }
        return new Draft(bytes, contentType, key, id, Collections.unmodifiableMap(more));
    }

    private static void checkValue(String name, String value) {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("The value of " + name + " must be ASCII text in one line");
        }
    }

    /**
     * The payload.
     *
     * @return a copy of it
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The length of the payload.
     *
     * @return the number of its bytes
     */
    public int length() {
        return bytes.length;
    }

    /**
     * The kind of payload.
     *
     * @return its media type
     */
    public String contentType() {
        return contentType;
    }

    /**
     * The key.
     *
     * @return the key, if there is one
     */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /**
     * The id.
     *
     * @return the event's own id; empty if it is to get one
     */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /**
     * The headers.
     *
     * @return an immutable map by name, whatever its case
     */
    public Map<String, String> headers() {
        return headers;
    }
}
