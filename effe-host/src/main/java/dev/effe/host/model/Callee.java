package dev.effe.host.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A function that another one may call. A function's variable {@value #VARIABLE} names all of its own, by the names that it
 * calls them by: {@code stock=shop_stock:prod,prices=shop_prices:prod}. Immutable.
 *
 * @param function its name on this host
 * @param qualifier the alias or version that is called, where the caller was called by none that this function has; "" for
 *     {@code $LATEST}
 */
public record Callee(String function, String qualifier) {

    public static final String VARIABLE = "EFFE_CALLEES";

    private static final Pattern ITEM =
            Pattern.compile("\\s*([a-z][a-z0-9-]{0,38})=([a-zA-Z0-9-_]{1,64})(?::([a-zA-Z0-9-_]{1,128}))?\\s*");

    /** All of a variable's, by the caller's names; null if it is none, or has a name twice. */
    public static @Nullable Map<String, Callee> parse(String text) {
        Map<String, Callee> callees = new TreeMap<>();
        for (String item : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Matcher matcher = ITEM.matcher(item);
            if (!matcher.matches()) {
                return null;
            }
            String qualifier = matcher.group(3) == null ? "" : matcher.group(3);
            if (callees.put(matcher.group(1), new Callee(matcher.group(2), qualifier)) != null) {
                return null;
            }
        }
        return Collections.unmodifiableMap(callees);
    }
}
