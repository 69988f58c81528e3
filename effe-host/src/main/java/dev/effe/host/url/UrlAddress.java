package dev.effe.host.url;

import dev.effe.Request;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request that says which URL it is for.
 *
 * @param id of the URL; "" if none is named
 * @param target path and query as the function is to see them
 * @param byName true if the host's name says so, false if the path does
 */
record UrlAddress(String id, String target, boolean byName) {

    private static final String PATH = "/url/";

    /**
     * Reads it.
     *
     * @param domain the domain below which URLs are, in lower case; "" for none
     * @return null if the request is for no URL
     */
    static @Nullable UrlAddress of(Request request, String domain) {
        String target = request.target();
        String host = name(request.header("Host").orElse(""));
        if (!domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain))) {
            String below = host.substring(0, Math.max(0, host.length() - domain.length() - 1));
            return new UrlAddress(below, target, true);
        }
        if (!isPath(target)) {
            return null;
        }
        int end = PATH.length();
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String rest = target.substring(end);
        return new UrlAddress(target.substring(PATH.length(), end), rest.startsWith("/") ? rest : "/" + rest, false);
    }

    /** True if a target names a URL by its path. */
    static boolean isPath(String target) {
        return target.startsWith(PATH);
    }

    /** The name in a Host header, as names are compared: without its port and the dot of the root. */
    private static String name(String authority) {
        int colon = authority.indexOf(':');
        String name = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
