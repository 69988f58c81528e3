package dev.effe.tool.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.effe.server.json.Json;
import dev.effe.server.tls.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Gives the tokens that a real registry wants, as the Distribution project's "Token Authentication Implementation" says:
 * signed, for an hour, and to nobody but ada.
 */
final class TokenServer implements AutoCloseable {

    private static final String ISSUER = "effe-test";
    private static final String ADA = "Basic " + base64("ada:secret".getBytes(StandardCharsets.UTF_8));

    private final TestIdentity identity = TestIdentity.rsa("tokens");
    private final HttpServer server;
    private final List<String> queries = new ArrayList<>();

    TokenServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/token", this::answer);
        server.start();
    }

    /** The words of the registry's configuration for it. */
    String configuration(Path folder) throws IOException {
        Path certificate = Files.writeString(folder.resolve("tokens.pem"), identity.certificatePem());
        return "auth: {token: {realm: \"http://127.0.0.1:%d/token\", service: registry, issuer: %s, rootcertbundle: %s}}%n"
                .formatted(server.getAddress().getPort(), ISSUER, certificate);
    }

    /** The requests that it got, in order. */
    synchronized List<String> queries() {
        return List.copyOf(queries);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        queries.add(exchange.getRequestURI().getQuery());
        boolean isAda = ADA.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] body = isAda ? Json.write(Map.of("token", token())) : new byte[0];
        exchange.sendResponseHeaders(isAda ? 200 : 401, isAda ? body.length : -1);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String token() {
        try {
            byte[] certificate = identity.certificate().getEncoded();
            Map<String, Object> header = Map.of("typ", "JWT", "alg", "RS256", "x5c", List.of(base64(certificate)));
            long now = Instant.now().getEpochSecond();
            Map<String, Object> access =
                    Map.of("type", "repository", "name", "team/hello", "actions", List.of("pull", "push"));
            Map<String, Object> claims = Map.of(
                    "iss",
                    ISSUER,
                    "sub",
                    "ada",
                    "aud",
                    "registry",
                    "jti",
                    "1",
                    "access",
                    List.of(access),
                    "iat",
                    now,
                    "nbf",
                    now - 60,
                    "exp",
                    now + 3600);
            String signed = url(Json.write(header)) + "." + url(Json.write(claims));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(identity.key());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + url(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
