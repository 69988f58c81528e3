package dev.effe.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a registry says that wants a token (RFC 6750, section 3), and how to get one: the Distribution project's "Token
 * Authentication", which Docker Hub, ghcr.io, GitLab and Harbor speak.
 *
 * @param realm who gives tokens
 * @param service what the registry calls itself
 */
record BearerChallenge(URI realm, String service) {

    private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

    /** Reads a WWW-Authenticate header; empty if it asks for something else. */
    static Optional<BearerChallenge> of(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
            return Optional.empty();
        }
        Map<String, String> parameters = PARAMETER
                .matcher(header)
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2), (first, second) -> first));
        String realm = parameters.get("realm");
        return realm == null
                ? Optional.empty()
                : Optional.of(new BearerChallenge(URI.create(realm), parameters.getOrDefault("service", "")));
    }

    /**
     * Asks for a token.
     *
     * @param scope what it is for
     * @param login the Authorization header of whoever has logged in; "" for nobody
     */
    String token(String scope, String login) throws IOException {
        if (!login.isEmpty() && realm.getScheme().equals("http") && !Registry.isLoopback(realm.getAuthority())) {
            throw new ImageException("No password is sent to " + realm + ", which is not HTTPS");
        }
        String query =
                (realm.getRawQuery() == null ? "?" : "&") + "service=" + encode(service) + "&scope=" + encode(scope);
        HttpURLConnection get = Registry.open("GET", URI.create(realm + query), login);
        if (get.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new ImageException(realm + " gives no token for " + scope + ": it answered " + get.getResponseCode()
                    + (login.isEmpty() ? ", and nobody has logged in" : ""));
        }
        try (InputStream body = get.getInputStream()) {
            Map<String, Object> answer = JsonTree.read(body.readAllBytes(), "The answer of " + realm);
            String token = JsonTree.text(answer, "token");
            return token.isEmpty() ? JsonTree.text(answer, "access_token") : token;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
