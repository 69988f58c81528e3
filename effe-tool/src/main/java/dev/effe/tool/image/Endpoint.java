package dev.effe.tool.image;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A URL of a registry's, or one that it names: where requests go, and who may get a password or a token. Redirects are
 * followed here and not by Java, which would send a password on to wherever they lead.
 *
 * @param uri absolute, of HTTP or HTTPS, with a host
 */
record Endpoint(URI uri) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 5;
    private static final int TIMEOUT_MILLIS = 60_000;

    /**
     * Reads a URL.
     *
     * @param what says of whom it is, for the message: {@code ghcr.io names as realm}
     */
    static Endpoint of(String text, String what) throws ImageException {
        return of(text, what, null);
    }

    /** Reads a URL that may be relative to this one. */
    Endpoint resolve(String text, String what) throws ImageException {
        return of(text, what, uri);
    }

    private static Endpoint of(String text, String what, @Nullable URI base) throws ImageException {
        try {
            URI uri = base == null ? new URI(text) : base.resolve(new URI(text));
            URL url = uri.toURL();
            boolean isWeb = url.getProtocol().equalsIgnoreCase("http")
                    || url.getProtocol().equalsIgnoreCase("https");
            if (isWeb && !url.getHost().isEmpty() && url.getUserInfo() == null && url.getPort() <= 65535) {
                return new Endpoint(uri);
            }
        } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
            // Told below, as what else is no such URL.
        }
        throw new ImageException(what + " '" + shown(text) + "', which is no URL of HTTPS with a host");
    }

    /** A header may hold anything, and any length of it. */
    private static String shown(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > 200 ? printable.substring(0, 200) + "..." : printable;
    }

    /** True if nobody on the way can read what is sent there. */
    boolean isPrivate() {
        return url().getProtocol().equalsIgnoreCase("https") || isLoopback(url().getHost());
    }

    static boolean isLoopback(String host) {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    }

    /** True if it is the same server, by the same protocol: the scope of a password (RFC 6454). */
    boolean isOriginOf(Endpoint other) {
        URL one = url();
        URL another = other.url();
        return one.getProtocol().equalsIgnoreCase(another.getProtocol())
                && one.getHost().equalsIgnoreCase(another.getHost())
                && port(one) == port(another);
    }

    private static int port(URL url) {
        return url.getPort() == -1 ? url.getDefaultPort() : url.getPort();
    }

    private URL url() {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("It was read as one", e);
        }
    }

    /** The same with one more parameter, without a fragment. */
    Endpoint with(String query) {
        String text = uri.toString();
        String whole = uri.getRawFragment() == null ? text : text.substring(0, text.indexOf('#'));
        return new Endpoint(URI.create(whole + (uri.getRawQuery() == null ? "?" : "&") + query));
    }

    /**
     * Opens a connection for a request.
     *
     * @param authorization the Authorization header; "" for none
     * @throws ImageException if there is one and others could read it
     */
    HttpURLConnection open(String method, String authorization) throws IOException {
        if (!authorization.isEmpty() && !isPrivate()) {
            throw new ImageException("No password is sent to " + this + ", which is not HTTPS");
        }
        HttpURLConnection connection = (HttpURLConnection) url().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (!authorization.isEmpty()) {
            connection.setRequestProperty("Authorization", authorization);
        }
        return connection;
    }

    /** Sends a request without a body, and goes where it is redirected to: with the password on the same server only. */
    HttpURLConnection answered(String method, String authorization) throws IOException {
        return answered(method, authorization, "");
    }

    /** The same, of a media type; "" for any. */
    HttpURLConnection answered(String method, String authorization, String mediaType) throws IOException {
        Endpoint at = this;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpURLConnection connection = at.open(method, isOriginOf(at) ? authorization : "");
            if (!mediaType.isEmpty()) {
                connection.setRequestProperty("Accept", mediaType);
            }
            String location = connection.getHeaderField("Location");
            if (!REDIRECTS.contains(connection.getResponseCode()) || location == null) {
                return connection;
            }
            Endpoint next = at.resolve(location, at + " redirects to");
            if (at.isPrivate() && !next.isPrivate()) {
                throw new ImageException(at + " redirects to " + next + ", which is not HTTPS");
            }
            at = next;
        }
        throw new ImageException(this + " redirects more than " + MAX_REDIRECTS + " times");
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
