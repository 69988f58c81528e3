package dev.effe.tool.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The challenge of a registry that wants a token (RFC 6750, section 3), and the way to get one: the Distribution
 * project's "Token Authentication", which Docker Hub, ghcr.io, GitLab and Harbor speak.
 *
 * @param realm who gives tokens
 * @param service what the registry calls itself
 */
record BearerChallenge(Endpoint realm, String service) {

    /** Among other challenges (RFC 9110, section 11.6.1), it may be any of a header's. */
    private static final Pattern SCHEME = Pattern.compile("(?:^|,)\\s*Bearer(?:\\s+|$)", Pattern.CASE_INSENSITIVE);

    private static final Pattern PARAMETER =
            Pattern.compile("\\G\\s*,?\\s*([A-Za-z_]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]*))");
    /** The characters that a header may hold. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private static final int MAX_ANSWER_BYTES = 1 << 20;

    /**
     * Reads a WWW-Authenticate header; empty if it asks for something else.
     *
     * @throws ImageException if it asks for a token, but nobody can be asked for one
     */
    static Optional<BearerChallenge> of(@Nullable String header) throws ImageException {
        String challenges = header == null ? "" : header;
        Matcher scheme = SCHEME.matcher(challenges);
        if (!scheme.find()) {
            return Optional.empty();
        }
        String realm = null;
        String service = "";
        Matcher parameter = PARAMETER.matcher(challenges).region(scheme.end(), challenges.length());
        while (parameter.find()) {
            String value = parameter.group(2) == null
                    ? parameter.group(3)
                    : parameter.group(2).replaceAll("\\\\(.)", "$1");
            switch (parameter.group(1).toLowerCase(Locale.ROOT)) {
                case "realm" -> realm = realm == null ? value : realm;
                case "service" -> service = service.isEmpty() ? value : service;
                default -> {}
            }
        }
        return realm == null
                ? Optional.empty()
                : Optional.of(new BearerChallenge(Endpoint.of(realm, "The registry names as its realm"), service));
    }

    /**
     * Asks for a token.
     *
     * @param scope what it is for
     * @param login the Authorization header of whoever has logged in; "" for nobody
     */
    String token(String scope, String login) throws IOException {
        HttpURLConnection get = realm.with("service=" + encode(service) + "&scope=" + encode(scope))
                .answered("GET", login);
        if (get.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new ImageException(realm + " gives no token for " + scope + ": it answered " + get.getResponseCode()
                    + (login.isEmpty() ? ", and nobody has logged in" : ""));
        }
        try (InputStream body = get.getInputStream()) {
            Map<String, Object> answer = JsonTree.read(body.readNBytes(MAX_ANSWER_BYTES), "The answer of " + realm);
            String token = JsonTree.text(answer, "token");
            token = token.isEmpty() ? JsonTree.text(answer, "access_token") : token;
            if (!TOKEN.matcher(token).matches()) {
                throw new ImageException(realm + " gives no token for " + scope + " that can be sent");
            }
            return token;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
