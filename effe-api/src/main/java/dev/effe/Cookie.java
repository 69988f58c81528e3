package dev.effe;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cookie to set (RFC 6265, 4.1). Immutable: start with {@link #of} and add to it.
 *
 * {@snippet class="dev.effe.LogicSnippets" region="cookie"}
 *
 * @param name the name, a token
 * @param value the value: visible ASCII without space, quote, comma, semicolon and backslash
 * @param path the path it is sent for; null for the request's own folder
 * @param domain the domain it is sent to, with its subdomains; null for this host alone
 * @param maxAge how long the client keeps it, in whole seconds, zero to delete it; null until the browser closes
 * @param secure whether it is sent over HTTPS only
 * @param httpOnly whether it is kept from scripts
 * @param sameSite when it is sent with requests from other sites; null for the browser's default
 */
public record Cookie(
        String name,
        String value,
        @Nullable String path,
        @Nullable String domain,
        @Nullable Duration maxAge,
        boolean secure,
        boolean httpOnly,
        @Nullable SameSite sameSite) {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]*");
    private static final Pattern ATTRIBUTE = Pattern.compile("[ -:<-~]*");

    /** When a cookie is sent with requests that come from other sites. */
    public enum SameSite {
        /** Never. */
        STRICT("Strict"),
        /** With top-level navigation only. */
        LAX("Lax"),
        /** Always; browsers want {@code secure} with it. */
        NONE("None");

        private final String attribute;

        SameSite(String attribute) {
            this.attribute = attribute;
        }
    }

    /**
     * Checks that the parts can be sent.
     *
     * @throws IllegalArgumentException if one of them is malformed; the message says which
     */
    public Cookie {
        check("name", TOKEN, name);
        check("value", VALUE, value);
        check("path", ATTRIBUTE, Objects.requireNonNullElse(path, ""));
        check("domain", ATTRIBUTE, Objects.requireNonNullElse(domain, ""));
        if (maxAge != null && maxAge.isNegative()) {
            throw new IllegalArgumentException("A cookie's maxAge must not be negative, but was " + maxAge);
        }
    }

    private static void check(String part, Pattern allowed, String text) {
        if (!allowed.matcher(text).matches()) {
            throw new IllegalArgumentException("A cookie's " + part + " has a character that RFC 6265 does not allow");
        }
    }

    /**
     * A cookie that lasts until the browser closes, is sent for every path of this host, and is kept from scripts.
     *
     * @param name the name
     * @param value the value
     * @return the cookie, with path {@code /}, httpOnly and SameSite=Lax
     */
    public static Cookie of(String name, String value) {
        return new Cookie(name, value, "/", null, null, false, true, SameSite.LAX);
    }

    /**
     * The same cookie, kept for some time.
     *
     * @param age how long, in whole seconds; zero deletes it
     * @return a new cookie
     */
    public Cookie lasting(Duration age) {
        return new Cookie(name, value, path, domain, age, secure, httpOnly, sameSite);
    }

    /**
     * The same cookie, sent over HTTPS only.
     *
     * @return a new cookie
     */
    public Cookie overHttpsOnly() {
        return new Cookie(name, value, path, domain, maxAge, true, httpOnly, sameSite);
    }

    /**
     * The value of the Set-Cookie header.
     *
     * @return such as {@code id=7; Path=/; HttpOnly; SameSite=Lax}
     */
    @Override
    public String toString() {
        StringBuilder header = new StringBuilder(name).append('=').append(value);
        append(header, "; Path=", path);
        append(header, "; Domain=", domain);
        append(header, "; Max-Age=", maxAge == null ? null : maxAge.toSeconds());
        append(header, "; Secure", secure ? "" : null);
        append(header, "; HttpOnly", httpOnly ? "" : null);
        append(header, "; SameSite=", sameSite == null ? null : sameSite.attribute);
        return header.toString();
    }

    private static void append(StringBuilder header, String attribute, @Nullable Object value) {
        if (value != null) {
            header.append(attribute).append(value);
        }
    }
}
