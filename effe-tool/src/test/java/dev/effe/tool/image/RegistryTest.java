package dev.effe.tool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.effe.server.tls.TestIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that lead a client elsewhere: the password stays with the registry. */
class RegistryTest {

    private static final String LOGIN = "Basic YWRhOnNlY3JldA==";
    private static final SSLSocketFactory JAVAS = HttpsURLConnection.getDefaultSSLSocketFactory();

    private final List<Fake> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(fake -> fake.server.stop(0));
        HttpsURLConnection.setDefaultSSLSocketFactory(JAVAS);
    }

    @Test
    void aRedirectToAnotherServerGetsNoPassword() throws Exception {
        Fake storage = http(exchange -> 200);
        Fake registry = http(exchange -> redirect(exchange, 307, storage.url("/blob")));

        assertThatThrownBy(() -> push(registry, LOGIN)).hasMessageContaining("answered 307 to PUT");
        assertThat(storage.authorizations).containsOnly("none");
        assertThat(registry.authorizations).containsOnly(LOGIN);
    }

    @Test
    void anotherServerCannotNameWhoGetsThePassword() throws Exception {
        Fake thief = http(exchange -> 200);
        Fake storage = http(exchange -> challenge(exchange, "Bearer realm=\"" + thief.url("/token") + "\""));
        Fake registry = http(exchange -> redirect(exchange, 307, storage.url("/blob")));

        assertThatThrownBy(() -> push(registry, LOGIN)).hasMessageContaining("answered 401 to HEAD /blob");
        assertThat(thief.requests).isEmpty();
        assertThat(storage.authorizations).containsOnly("none");
    }

    @Test
    void whatARegistrySaysIsPrintable() throws Exception {
        Fake registry = http(exchange -> exchange.getRequestMethod().equals("HEAD") ? 404 : 500);
        registry.body = "no\u001b[31m\nroom ";

        assertThatThrownBy(() -> push(registry, "")).hasMessageEndingWith(" /v2/hello/blobs/uploads/ no [31m room");
    }

    @Test
    void anUploadToAnotherServerGetsNoPassword() throws Exception {
        Fake storage = http(exchange -> 201);
        Fake registry = http(exchange -> switch (exchange.getRequestMethod()) {
            case "HEAD" -> 404;
            case "POST" -> redirect(exchange, 202, storage.url("/upload?id=1"));
            default -> 201;
        });

        push(registry, LOGIN);
        assertThat(storage.requests)
                .hasSize(2)
                .allMatch(request -> request.startsWith("PUT /upload?id=1&digest=sha256:"));
        assertThat(storage.authorizations).containsOnly("none");
    }

    @Test
    void aRedirectOfATokenGetsNoPasswordElsewhere() throws Exception {
        Fake other = http(exchange -> 200);
        Fake tokens = http(exchange -> redirect(exchange, 302, other.url("/token")));
        Fake registry = http(exchange -> challenge(exchange, "Bearer realm=\"" + tokens.url("/token") + "\""));

        assertThatThrownBy(() -> push(registry, LOGIN)).isInstanceOf(ImageException.class);
        assertThat(tokens.authorizations).containsExactly(LOGIN);
        assertThat(other.authorizations).containsExactly("none");
    }

    /** The server's own address, but for the S: what a registry behind a proxy that ends TLS often says. */
    @Test
    void anUploadInClearTextIsRefused() throws Exception {
        Fake registry = https();
        registry.answer = exchange -> exchange.getRequestMethod().equals("HEAD")
                ? 404
                : redirect(exchange, 202, registry.url("/upload").replace("https:", "HTTP:"));

        assertThatThrownBy(() -> push(registry, LOGIN))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(" names for the upload HTTP://127.0.0.2:")
                .hasMessageEndingWith("which is not HTTPS: the proxy in front of it has to send X-Forwarded-Proto");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectToClearTextIsRefused(int status) throws Exception {
        Fake registry = https();
        registry.answer =
                exchange -> redirect(exchange, status, registry.url("/blob").replace("https:", "http:"));

        assertThatThrownBy(() -> push(registry, LOGIN))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(" redirects to http://127.0.0.2:")
                .hasMessageEndingWith(", which is not HTTPS");
        assertThat(registry.requests).hasSize(1);
    }

    @Test
    void aRedirectOnTheSameServerKeepsThePassword() throws Exception {
        Fake registry = https();
        registry.answer = exchange ->
                exchange.getRequestURI().getPath().equals("/there") ? 200 : redirect(exchange, 307, "/there");

        assertThatThrownBy(() -> push(registry, LOGIN)).hasMessageContaining("answered 307 to PUT");
        assertThat(registry.authorizations).hasSizeGreaterThan(3).containsOnly(LOGIN);
    }

    @Test
    void aRingOfRedirectsEnds() throws Exception {
        Fake registry = http(exchange -> redirect(exchange, 302, "/again"));

        assertThatThrownBy(() -> push(registry, ""))
                .isInstanceOf(ImageException.class)
                .hasMessageEndingWith(" redirects more than 5 times");
        assertThat(registry.requests).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "ftp://x/y", "not a url", "http://[x/", "//", "\\\\server\\share"})
    void anOddLocationIsNamed(String location) throws Exception {
        Fake redirecting = http(exchange -> redirect(exchange, 302, location));
        Fake uploading = http(exchange -> exchange.getRequestMethod().equals("HEAD")
                ? 404
                : redirect(exchange, 202, location.equals("not a url") ? "also not" : location));

        for (Fake registry : List.of(redirecting, uploading)) {
            assertThatThrownBy(() -> push(registry, LOGIN))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("which is no URL of HTTPS with a host");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"token\": \"\"}", "{\"token\": \"a\\r\\nHost: b\"}", "{\"token\": 5}", "[", "", "\"x\""
            })
    void anOddTokenIsNamed(String answer) throws Exception {
        Fake tokens = http(exchange -> 200);
        tokens.body = answer;
        Fake registry = http(exchange -> challenge(exchange, "Bearer realm=\"" + tokens.url("/token") + "\""));

        assertThatThrownBy(() -> push(registry, LOGIN))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(tokens.url("/token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b.c:1/hello", "x^y.z/hello", "h.x:99999/hello", "u:p@h.x/hello", "h.x:y/hello"})
    void anOddRegistryIsNamed(String name) {
        assertThatThrownBy(() -> new Registry(ImageReference.parse("--push", name), LOGIN))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("--push is to 'https://");
    }

    /** As registries do that have the API for what refers to an image: none of Debian's packages is one. */
    @Test
    void aRegistryThatListsReferrersIsLeftToIt() throws Exception {
        Fake registry = http(exchange -> {
            if (exchange.getRequestURI().getPath().contains("/manifests/")) {
                exchange.getResponseHeaders().set("OCI-Subject", "sha256:" + "1".repeat(64));
            }
            return exchange.getRequestMethod().equals("HEAD") ? 200 : 201;
        });

        String digest = attach(registry);

        assertThat(registry.requests).hasSize(3).last().isEqualTo("PUT /v2/hello/manifests/" + digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"manifests\": 1}", "no"})
    void aTagThatListsNothingIsNotOverwritten(String there) throws Exception {
        Fake registry = http(exchange -> exchange.getRequestMethod().equals("PUT") ? 201 : 200);
        registry.body = there;

        assertThatThrownBy(() -> attach(registry))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("The tag sha256-" + "1".repeat(64));
        assertThat(registry.requests).noneMatch(request -> request.startsWith("PUT /v2/hello/manifests/sha256-"));
    }

    @Test
    void aListThatCannotBeReadEndsIt() throws Exception {
        Fake registry = http(exchange -> switch (exchange.getRequestMethod()) {
            case "PUT" -> 201;
            case "HEAD" -> 200;
            default -> 503;
        });

        assertThatThrownBy(() -> attach(registry))
                .hasMessageContaining("answered 503 to GET /v2/hello/manifests/sha256-1111");
    }

    private static String attach(Fake registry) throws IOException {
        String host = registry.url("").replaceFirst(".*//", "");
        Sbom sbom = new Sbom(Blob.of("application/spdx+json", new byte[] {1}), "bom.json");
        Blob subject = new Blob("x", "sha256:" + "1".repeat(64), 1, () -> {
            throw new IllegalStateException("It is there");
        });
        return new Registry(new ImageReference(host, "hello", "1"), LOGIN).attach(sbom, subject);
    }

    private static void push(Fake registry, String login) throws IOException {
        Blob layer = Blob.of("application/vnd.oci.image.layer.v1.tar", new byte[] {1});
        Blob config = Blob.of("application/vnd.oci.image.config.v1+json", new byte[] {2});
        Blob manifest = Blob.of("application/vnd.oci.image.manifest.v1+json", new byte[] {3});
        String host = registry.url("").replaceFirst(".*//", "");
        new Registry(new ImageReference(host, "hello", "1"), login)
                .push(ImageSet.of(List.of(new Image(manifest, config, List.of(layer)))));
    }

    private static int redirect(HttpExchange exchange, int status, String location) {
        exchange.getResponseHeaders().set("Location", location);
        return status;
    }

    private static int challenge(HttpExchange exchange, String challenge) {
        exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
        return 401;
    }

    private interface Answer {
        /** Sets headers and returns the status. */
        int to(HttpExchange exchange);
    }

    /** A server that writes down what it was asked. */
    private static final class Fake {
        private final HttpServer server;
        private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
        private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
        private volatile Answer answer;
        private volatile String body = "";

        private Fake(HttpServer server, Answer answer) {
            this.server = server;
            this.answer = answer;
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(authorization == null ? "none" : authorization);
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean hasBody = bytes.length > 0 && !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.to(exchange), hasBody ? bytes.length : -1);
            if (hasBody) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        }

        String url(String path) {
            InetSocketAddress at = server.getAddress();
            String scheme = server instanceof HttpsServer ? "https" : "http";
            return scheme + "://" + at.getAddress().getHostAddress() + ":" + at.getPort() + path;
        }
    }

    private Fake http(Answer answer) throws IOException {
        Fake fake = new Fake(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0), answer);
        servers.add(fake);
        return fake;
    }

    /** On an address that is not one of loopback's usual names, so that it is pushed to by HTTPS. */
    private Fake https() throws IOException, GeneralSecurityException {
        TestIdentity identity = TestIdentity.ec("registry");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", identity.key(), new char[0], new Certificate[] {identity.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        Fake fake = new Fake(server, exchange -> 500);
        servers.add(fake);
        return fake;
    }
}
