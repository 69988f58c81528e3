package dev.effe.server.access;

import dev.effe.Request;
import dev.effe.server.net.IpLiteral;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a web page in somebody's browser may have sent, on ports that are for programs. Immutable, thread-safe.
 *
 * <p>A page that had its own name resolve to this server (DNS rebinding) sends that name as Host, so only names that no
 * stranger can own are served: IP addresses, localhost, and those that an operator lists. A page that asks for this
 * server under such a name is of another origin, and says so: every browser sends Origin with what is not GET or HEAD,
 * with preflights, and with whatever a script could read; and Sec-Fetch-Site with all the rest, where the address is
 * this machine's. Content-Type says nothing: a form sends the one that curl sends.
 */
public final class BrowserGuard {

    private static final String LOCALHOST = "localhost";

    private final Set<String> names = new HashSet<>();
    private final String setting;

    /**
     * Makes a guard.
     *
     * @param names the hosts that are served besides IP addresses and localhost; {@code *} for all
     * @param setting the name of the setting that lists them, for messages
     */
    public BrowserGuard(Collection<String> names, String setting) {
        names.forEach(name -> this.names.add(plain(name)));
        this.names.add(LOCALHOST);
        this.names.remove(""); // An interface without a name, and a Host without one.
        this.setting = setting;
    }

    /**
     * Looks at a request.
     *
     * @return why it is refused, as a sentence without its full stop; null if it is not
     */
    public @Nullable String refusal(Request request) {
        return refusal(request.header("Host"), request.header("Origin"), request.header("Sec-Fetch-Site"));
    }

    /**
     * Looks only at the host that a request is for: where it has a header that no page can send to another origin unless
     * that origin allows it, such as Authorization.
     *
     * @return why it is refused, as a sentence without its full stop; null if it is not
     */
    public @Nullable String hostRefusal(Request request) {
        return refusal(request.header("Host"), Optional.empty(), Optional.empty());
    }

    @Nullable String refusal(Optional<String> host, Optional<String> origin, Optional<String> fetchSite) {
        if (!host.map(this::isServed).orElse(true)) { // No browser leaves Host out.
            return "The host " + host.get() + " is not served here: use an IP address, localhost, or a name of --"
                    + setting;
        }
        if (origin.isPresent()) {
            return "Web pages may not send this: it has an Origin header";
        }
        if (!fetchSite.map(BrowserGuard::isUsersOwn).orElse(true)) {
            return "Web pages may not send this: its Sec-Fetch-Site is not none or same-origin";
        }
        return null;
    }

    /** True if a browser's user asked for it, or a page of this very port. */
    private static boolean isUsersOwn(String fetchSite) {
        return fetchSite.equals("none") || fetchSite.equals("same-origin");
    }

    private boolean isServed(String authority) {
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']');
            return end > 0 && IpLiteral.parse(authority.substring(1, end)) != null;
        }
        int colon = authority.indexOf(':');
        String name = plain(colon < 0 ? authority : authority.substring(0, colon));
        return names.contains(name) || names.contains("*") || IpLiteral.parse(name) != null;
    }

    /** As names are compared: in lower case, without the dot of the root. */
    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
