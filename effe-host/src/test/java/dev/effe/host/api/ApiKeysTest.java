package dev.effe.host.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.TestZips;
import dev.effe.host.kit.Signer;
import dev.effe.server.access.AccessKeys;
import dev.effe.server.json.Json;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.memory.MemoryBudget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API where clients need keys. */
class ApiKeysTest {

    private static final String HOST = "127.0.0.1:7070";
    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final byte[] ZIP = TestZips.of("a/B.class", "x");
    private static final Signer ROOT = new Signer("root", "secret", "lambda");
    private static final Signer SHOP = new Signer("shop", "secret", "lambda");
    private static final Signer CALLER = new Signer("caller", "secret", "lambda");

    @TempDir
    Path folder;

    private AccessKeys keys;
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(
                folder.resolve("keys"),
                "root secret admin\nshop secret admin shop_*\ncaller secret invoke\nAKIDEXAMPLE secret admin\nx y admin\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        keys = AccessKeys.openPrivate("--keys", file);
        server = new ApiServer(folder.resolve("data"), MemoryBudget.unlimited(), keys);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        keys.close();
    }

    private HttpAnswer send(Signer signer, String method, String path, String body) throws IOException {
        return send(signer, method, path, body, server.now);
    }

    private HttpAnswer send(Signer signer, String method, String path, String body, Instant signed) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        return server.raw(method, path, bytes, signer.headers(method, path, bytes, HOST, signed));
    }

    private static void assertRefused(HttpAnswer answer, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.header("x-amzn-errortype")).isEqualTo(type);
    }

    @Test
    void largeCodeIsSignedToo() throws Exception {
        byte[] code = new byte[8 << 20];
        new Random(1).nextBytes(code);
        byte[] body =
                ApiServer.create("echo", TestZips.of(Map.of("a/B.class", code))).getBytes(UTF_8);
        String[] headers = ROOT.headers("POST", FUNCTIONS, body, HOST, server.now);
        int inside = body.length / 2;

        body[inside] ^= 1;
        HttpAnswer changed = server.raw("POST", FUNCTIONS, body, headers);
        assertThat(changed.status()).isEqualTo(403);
        assertThat(changed.text()).contains("signature");
        assertThat(folder.resolve("data").resolve("code")).isEmptyDirectory();
        assertThat(folder.resolve("data").resolve("uploads")).isEmptyDirectory();

        body[inside] ^= 1;
        assertThat(server.raw("POST", FUNCTIONS, body, headers).status()).isEqualTo(201);
    }

    @Test
    void administratorsHaveAllOperationsOnTheirFunctions() throws Exception {
        assertThat(send(ROOT, "POST", FUNCTIONS, ApiServer.create("echo", ZIP)).status())
                .isEqualTo(201);
        assertThat(send(SHOP, "POST", FUNCTIONS, ApiServer.create("shop_a", ZIP))
                        .status())
                .isEqualTo(201);
        assertThat(send(SHOP, "GET", FUNCTIONS + "/shop_a", "").status()).isEqualTo(200);
        assertThat(send(ROOT, "GET", FUNCTIONS + "/shop_a", "").status()).isEqualTo(200);
        assertThat(send(ROOT, "GET", FUNCTIONS, "").status()).isEqualTo(200);
        assertThat(send(ROOT, "GET", "/_effe/functions", "").status()).isEqualTo(200);
    }

    @Test
    void administratorsOfSomeFunctionsHaveNoOthers() throws Exception {
        send(ROOT, "POST", FUNCTIONS, ApiServer.create("echo", ZIP));

        String denied = "AccessDeniedException";
        assertRefused(send(SHOP, "POST", FUNCTIONS, ApiServer.create("other", ZIP)), denied);
        assertRefused(send(SHOP, "GET", FUNCTIONS, ""), denied);
        assertRefused(send(SHOP, "GET", "/_effe/functions", ""), denied);
        assertRefused(send(SHOP, "GET", "/_effe/functions/echo/$LATEST/files", ""), denied);
        assertRefused(send(SHOP, "POST", "/_effe/functions/echo/$LATEST/start", ""), denied);
        for (String name : List.of(
                "echo", "%65cho", "echo:$LATEST", "arn:aws:lambda:us-east-1:000000000000:function:echo", "none")) {
            assertRefused(send(SHOP, "GET", FUNCTIONS + "/" + name, ""), denied);
            assertRefused(send(SHOP, "DELETE", FUNCTIONS + "/" + name, ""), denied);
            assertRefused(send(SHOP, "PUT", FUNCTIONS + "/" + name + "/configuration", "{}"), denied);
        }
        assertThat(server.data.functions().all()).hasSize(1);
    }

    @Test
    void functionsReachNoneThatTheirAdministratorMayNot() throws Exception {
        send(ROOT, "POST", FUNCTIONS, ApiServer.create("echo", ZIP));
        send(ROOT, "POST", FUNCTIONS, ApiServer.create("shop_a", ZIP));
        send(ROOT, "POST", FUNCTIONS, ApiServer.create("shop_b", ZIP));
        String rules = "/2019-09-25/functions/shop_a/event-invoke-config";
        String destination = "{\"DestinationConfig\":{\"OnFailure\":{\"Destination\":"
                + "\"arn:aws:lambda:us-east-1:000000000000:function:%s\"}}}";
        String calls = "{\"Environment\":{\"Variables\":{\"EFFE_CALLEES\":\"b=shop_b:live,other=%s\"}}}";
        String configuration = FUNCTIONS + "/shop_a/configuration";

        String denied = "AccessDeniedException";
        for (String name : List.of("echo", "none")) {
            assertRefused(send(SHOP, "PUT", rules, destination.formatted(name)), denied);
            assertRefused(send(SHOP, "PUT", configuration, calls.formatted(name)), denied);
        }
        assertThat(send(SHOP, "PUT", rules, destination.formatted("shop_b")).status())
                .isEqualTo(200);
        assertThat(send(SHOP, "PUT", configuration, calls.formatted("shop_b")).status())
                .isEqualTo(200);
        assertThat(send(ROOT, "PUT", rules, destination.formatted("echo")).status())
                .isEqualTo(200);
    }

    @Test
    void callersChangeAndReadNothing() throws Exception {
        send(ROOT, "POST", FUNCTIONS, ApiServer.create("echo", ZIP));

        String denied = "AccessDeniedException";
        assertRefused(send(CALLER, "POST", FUNCTIONS, ApiServer.create("other", ZIP)), denied);
        assertRefused(send(CALLER, "GET", FUNCTIONS + "/echo", ""), denied);
        assertRefused(send(CALLER, "GET", FUNCTIONS, ""), denied);
        assertRefused(send(CALLER, "GET", "/2016-08-19/account-settings", ""), denied);
        assertRefused(send(CALLER, "POST", "/_effe/functions/echo/$LATEST/start", ""), denied);
        assertThat(server.data.functions().all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"299, true", "-299, true", "301, false", "-301, false"})
    void signaturesAreGoodForFiveMinutes(int seconds, boolean good) throws Exception {
        HttpAnswer answer = send(ROOT, "GET", FUNCTIONS, "", server.now.plus(Duration.ofSeconds(seconds)));
        if (good) {
            assertThat(answer.status()).isEqualTo(200);
        } else {
            assertRefused(answer, "InvalidSignatureException");
        }
    }

    private HttpAnswer ask(Signer signer, String form) throws IOException {
        byte[] body = form.getBytes(UTF_8);
        List<String> headers = new ArrayList<>(List.of(signer.headers("POST", "/", body, HOST, server.now)));
        headers.add("Content-Type: application/x-www-form-urlencoded; charset=utf-8");
        return server.raw("POST", "/", body, headers.toArray(String[]::new));
    }

    @Test
    void everyKeyIsToldWhoItIs() throws Exception {
        String form = "Action=GetCallerIdentity&Version=2011-06-15";

        HttpAnswer caller = ask(new Signer("caller", "secret", "sts"), form);

        assertThat(caller.status()).as(caller.text()).isEqualTo(200);
        assertThat(caller.header("content-type")).isEqualTo("text/xml");
        assertThat(caller.text())
                .contains("<Arn>arn:aws:iam::000000000000:user/caller</Arn>", "<Account>000000000000</Account>");
        assertThat(ask(new Signer("nobody", "secret", "sts"), form).text())
                .contains("<ErrorResponse", "<Code>InvalidClientTokenId</Code>");
        HttpAnswer wrong = ask(new Signer("root", "wrong", "sts"), form);
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.text()).contains("<Code>SignatureDoesNotMatch</Code>");
        HttpAnswer other = ask(new Signer("root", "secret", "sts"), "Action=%3CAssumeRole%3E");
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.text()).contains("<Code>InvalidAction</Code>", "&lt;AssumeRole&gt;");
        assertThat(ask(new Signer("root", "secret", "sts"), "").status()).isEqualTo(400);
    }

    @Test
    void refusesOtherKeysAndNone() throws Exception {
        assertRefused(send(new Signer("root", "secreT", "lambda"), "GET", FUNCTIONS, ""), "InvalidSignatureException");
        assertRefused(
                send(new Signer("nobody", "secret", "lambda"), "GET", FUNCTIONS, ""), "UnrecognizedClientException");
        assertRefused(send(new Signer("root", "secret", "s3"), "GET", FUNCTIONS, ""), "InvalidSignatureException");
        assertRefused(server.get(FUNCTIONS), "IncompleteSignatureException");
        assertRefused(
                server.raw("GET", FUNCTIONS, new byte[0], "Host: " + HOST), "MissingAuthenticationTokenException");
        assertRefused(
                server.raw(
                        "GET",
                        FUNCTIONS,
                        new byte[0],
                        ROOT.headers("GET", FUNCTIONS, new byte[0], "evil.example", server.now)),
                "AccessDeniedException");
        assertThat(server.raw("GET", "/_effe/livez", new byte[0], "Host: " + HOST)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apex-new-deploy",
                "apex-deploy",
                "apex-deploy---alias-test",
                "apex-list",
                "apex-delete---force-echo",
                "awscli-2.9.19-debian",
                "js-v3-3.1162"
            })
    void takesRecordedRequestsAndNoneWithAByteChanged(String recording) throws Exception {
        int checked = 0;
        for (Recorded request : recorded(recording)) {
            if (!request.header("Authorization").contains("/lambda/") || request.path.contains("invo")) {
                continue; // Invocations are another route's.
            }
            server.now = request.time();
            String target = request.path;
            int last = target.indexOf('?') < 0 ? target.length() - 1 : target.indexOf('?') - 1;
            assertWrong(request.with(flipped(target, last), request.headers, request.body));
            if (!request.body.isEmpty()) {
                assertWrong(request.with(target, request.headers, flipped(request.body, request.body.length() / 2)));
            }
            assertWrong(request.withHeader("Authorization", value -> flipped(value, value.length() - 1)));
            assertWrong(request.withHeader("Host", value -> flipped(value, value.length() - 1)));
            assertWrong(request.withHeader("X-Amz-Date", value -> flipped(value, value.length() - 2)));

            HttpAnswer genuine = request.send(server);
            assertThat(genuine.status()).as(request + ": " + genuine.text()).isNotEqualTo(403);
            checked++;
        }
        assertThat(checked).isPositive();
    }

    private void assertWrong(Recorded request) throws IOException {
        assertRefused(request.send(server), "InvalidSignatureException");
    }

    /** The text with another character at that place. */
    private static String flipped(String text, int at) {
        char other = text.charAt(at) == '1' ? '2' : '1';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    private static List<Recorded> recorded(String recording) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ApiKeysTest.class.getResourceAsStream("/recorded/" + recording + ".jsonl"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(Recorded::of)
                    .toList();
        }
    }

    private record Recorded(String method, String path, List<List<String>> headers, String body) {

        @SuppressWarnings("unchecked") // It is our own file.
        static Recorded of(String line) {
            Map<String, Object> fields = (Map<String, Object>) Objects.requireNonNull(Json.read(line.getBytes(UTF_8)));
            return new Recorded(
                    (String) fields.get("method"),
                    (String) fields.get("path"),
                    (List<List<String>>) fields.get("headers"),
                    (String) fields.get("body"));
        }

        Recorded with(String target, List<List<String>> fields, String content) {
            return new Recorded(method, target, fields, content);
        }

        Recorded withHeader(String name, UnaryOperator<String> change) {
            List<List<String>> changed = new ArrayList<>(headers);
            changed.replaceAll(header ->
                    header.get(0).equalsIgnoreCase(name) ? List.of(name, change.apply(header.get(1))) : header);
            return new Recorded(method, path, changed, body);
        }

        String header(String name) {
            return headers.stream()
                    .filter(header -> header.get(0).equalsIgnoreCase(name))
                    .map(header -> header.get(1))
                    .findFirst()
                    .orElseThrow();
        }

        Instant time() {
            return Instant.parse(
                    header("X-Amz-Date").replaceFirst("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
        }

        HttpAnswer send(ApiServer server) throws IOException {
            return server.raw(
                    method,
                    path,
                    body.getBytes(UTF_8),
                    headers.stream()
                            .filter(header -> !header.get(0).equalsIgnoreCase("Content-Length")
                                    && !header.get(0).equalsIgnoreCase("Connection"))
                            .map(header -> header.get(0) + ": " + header.get(1))
                            .toArray(String[]::new));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
