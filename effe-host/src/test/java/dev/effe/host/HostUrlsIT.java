package dev.effe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.effe.host.engine.Programs;
import dev.effe.host.kit.Handlers;
import dev.effe.host.kit.LambdaClient;
import dev.effe.host.kit.TestHosts;
import dev.effe.host.kit.UrlEcho;
import dev.effe.server.kit.Chromium;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of functions whose instances are the real effe.jar. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostUrlsIT {

    private static final String SIGNED =
            "Authorization: AWS4-HMAC-SHA256 Credential=any/20261130/us-east-1/lambda/aws4_request,"
                    + " SignedHeaders=host, Signature=0\r\n";

    @TempDir
    private static Path folder;

    private Host host;
    private LambdaClient client;

    @BeforeAll
    void start() throws Exception {
        host = TestHosts.start(folder.resolve("data"), "fn.example.com");
        client = new LambdaClient(host.port());
        for (String name : new String[] {"orders", "signed", "streams", "scripts"}) {
            assertDone(
                    client.create(name, "java17", UrlEcho.class.getName(), Handlers.zip(folder, "one", UrlEcho.class)));
        }
        makeUrl("orders", "\"AuthType\":\"NONE\"");
        makeUrl("signed", "\"AuthType\":\"AWS_IAM\"");
        makeUrl("streams", "\"AuthType\":\"NONE\",\"InvokeMode\":\"RESPONSE_STREAM\"");
        makeUrl(
                "scripts",
                "\"AuthType\":\"NONE\",\"Cors\":{\"AllowOrigins\":[\"https://shop.example\"],\"AllowMethods\":[\"PUT\"],"
                        + "\"AllowHeaders\":[\"x-a\"],\"ExposeHeaders\":[\"x-own\"],\"MaxAge\":60,\"AllowCredentials\":true}");
    }

    @AfterAll
    void stop() {
        if (host != null) {
            host.close();
        }
    }

    private static void assertDone(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer::body).isBetween(200, 204);
    }

    private void makeUrl(String name, String fields) throws Exception {
        assertDone(client.send("POST", "/2021-10-31/functions/" + name + "/url", "{" + fields + "}"));
    }

    private HttpAnswer send(String request) throws IOException {
        try (RawClient raw = new RawClient(host.port())) {
            HttpAnswer answer = raw.send(request).read();
            return answer.status() == 100 ? raw.read() : answer;
        }
    }

    /** The headers of an answer, each on a line. */
    private static String heads(HttpAnswer answer) {
        StringBuilder lines = new StringBuilder();
        answer.headers()
                .forEach((name, values) -> values.forEach(value -> lines.append(name.toLowerCase(Locale.ROOT))
                        .append(": ")
                        .append(value)
                        .append('\n')));
        return lines.toString();
    }

    /** A request of a URL by its path. */
    private HttpAnswer get(String path, String... headers) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n");
    }

    @Test
    void makesTheEventOfARequest() throws Exception {
        HttpAnswer answer = send("POST /url/orders/a%2Fb//../c?x=1&x=2&y= HTTP/1.1\r\nHost: localhost:7070\r\n"
                + "Cookie: one=1; two=2\r\nX-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n"
                + "X-Forwarded-Proto: https\r\nConnection: keep-alive, X-Mine\r\nX-Mine: gone\r\nX-Yours: here\r\n"
                + "Content-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.text())
                .contains("\"version\":\"2.0\"", "\"rawPath\":\"/a%2Fb//../c\"", "\"rawQueryString\":\"x=1&x=2&y=\"")
                .contains("\"cookies\":[\"one=1\",\"two=2\"]", "\"x\":\"1,2\"", "\"domainName\":\"localhost\"")
                .contains("\"sourceIp\":\"127.0.0.1\"", "\"x-forwarded-for\":\"127.0.0.1\"")
                .contains("\"x-forwarded-proto\":\"http\"", "\"x-forwarded-port\":\"7070\"", "\"x-yours\":\"here\"")
                .contains("\"body\":\"hello\"", "\"isBase64Encoded\":false", "\"method\":\"POST\"")
                .doesNotContain("6.6.6.6", "x-mine", "effe-function-url", "\"expect\"", "/url/");
    }

    @Test
    void passesTheAnswerOn() throws Exception {
        HttpAnswer answer = get("/url/orders");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(heads(answer)).contains("x-own: yes", "set-cookie: a=1", "set-cookie: b=2");
        assertThat(heads(answer).split("x-amzn-requestid: ", -1)).hasSize(2);
        assertThat(answer.text()).contains("\"rawPath\":\"/\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/2015-03-31/functions/signed/invocations",
                "/2015-03-31/functions/orders/invocations",
                "/2021-11-15/functions/orders/response-streaming-invocations",
                "/2014-11-13/functions/orders/invoke-async",
                "/2015-03-31/functions",
                "/_effe/livez",
                "/_effe/readyz",
                "/_effe/call/orders/x",
                "/favicon.ico",
                "//2015-03-31/functions/orders/invocations",
                "/..%2f..%2f2015-03-31/functions/orders",
                "/url/orders/x",
            })
    void everyPathIsTheFunctions(String path) throws Exception {
        for (String method : new String[] {"GET", "POST"}) {
            HttpAnswer answer = send(method + " /url/orders" + path
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nEffe-Function-Url: 0\r\n\r\n");
            assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
            assertThat(answer.text()).contains("\"rawPath\":\"" + path + "\"");
        }
    }

    @Test
    void whatClimbsOutOfAUrlIsNoUrl() throws Exception {
        assertThat(get("/url/../2015-03-31/functions").status()).isEqualTo(404);
        assertThat(get("/url/%6frders/").status()).isEqualTo(404);
        assertThat(get("/url//orders/").status()).isEqualTo(404);
        assertThat(get("/URL/orders/").status()).isEqualTo(403); // The API's, and not signed.
    }

    @Test
    void headHasTheHeadersOfGet() throws Exception {
        try (RawClient raw = new RawClient(host.port())) {
            raw.send("HEAD /url/orders/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
            HttpAnswer answer = raw.read("HEAD");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(heads(answer)).contains("x-own: yes");
            assertThat(Integer.parseInt(answer.header("Content-Length"))).isPositive();
            raw.send("GET /url/orders/next HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(raw.read().text()).contains("\"rawPath\":\"/next\"");
        }
    }

    @Test
    void aNameBelowTheDomainIsAUrl() throws Exception {
        HttpAnswer answer = send("GET /url/orders/x HTTP/1.1\r\nHost: ORDERS.fn.example.com:7070\r\n\r\n");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text())
                .contains("\"rawPath\":\"/url/orders/x\"", "\"domainName\":\"ORDERS.fn.example.com\"")
                .contains("\"domainPrefix\":\"ORDERS\"");
        assertThat(client.send("GET", "/2021-10-31/functions/orders/url", "").body())
                .contains("\"http://orders.fn.example.com:" + host.port() + "/\"");
    }

    @ParameterizedTest
    @CsvSource({
        "none.fn.example.com, 403",
        "fn.example.com, 403",
        "a.orders.fn.example.com, 403",
        "orders.fn.example.com., 201",
        "ordersfn.example.com, 403",
        "orders.fn.example.com.evil.example, 403",
        "evil.example, 403",
    })
    void namesAreComparedWhole(String name, int status) throws Exception {
        HttpAnswer answer = send("GET / HTTP/1.1\r\nHost: " + name + "\r\n" + SIGNED + "\r\n");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(send("GET /url/orders/ HTTP/1.1\r\nHost: " + name + "\r\n\r\n")
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"do=fail, 502", "do=malformed, 502", "do=big, 502", "do=exit, 502"})
    void tellsNothingOfAnError(String query, int status) throws Exception {
        HttpAnswer answer = get("/url/orders/?" + query);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo("Internal Server Error");
        assertThat(get("/url/orders/").status()).isEqualTo(201);
    }

    @Test
    void limitsBodies() throws Exception {
        for (int length : new int[] {6_291_456, 6_291_457}) {
            HttpAnswer answer = send("POST /url/orders/?do=malformed HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + length + "\r\n\r\n" + "x".repeat(length));
            assertThat(answer.status()).isEqualTo(length == 6_291_456 ? 502 : 413);
        }
    }

    @Test
    void answersATimeoutAndAFullFunction() throws Exception {
        assertDone(client.create("slow", "java17", UrlEcho.class.getName(), Handlers.zip(folder, "s", UrlEcho.class)));
        assertDone(client.send("PUT", "/2015-03-31/functions/slow/configuration", "{\"Timeout\":1}"));
        makeUrl("slow", "\"AuthType\":\"NONE\"");
        assertThat(get("/url/slow/?do=sleep").status()).isEqualTo(504);
        assertDone(
                client.send("PUT", "/2017-10-31/functions/slow/concurrency", "{\"ReservedConcurrentExecutions\":0}"));
        HttpAnswer full = get("/url/slow/");
        assertThat(full.status()).isEqualTo(429);
        assertThat(heads(full)).contains("TooManyRequestsException");
        assertDone(client.send("DELETE", "/2015-03-31/functions/slow", ""));
        assertThat(get("/url/slow/").status()).isEqualTo(404);
    }

    @Test
    void streamsWhatComes() throws Exception {
        try (RawClient raw = new RawClient(host.port())) {
            raw.send("GET /url/streams/?do=stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
            String head = raw.head();
            assertThat(head).contains(" 202 ", "X-Own: yes").containsIgnoringCase("Transfer-Encoding: chunked");
            assertThat(raw.chunk()).asString().isEqualTo("first");
        }
        assertThat(get("/url/streams/?do=fail").status()).isEqualTo(502);
    }

    @Test
    void aStreamedUrlReadsNoPlainAnswer() throws Exception {
        HttpAnswer answer = get("/url/streams/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text()).startsWith("{\"statusCode\": 201, \"headers\"");
        try (RawClient raw = new RawClient(host.port())) {
            raw.send("GET /url/streams/?do=plain HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(raw.head()).contains(" 200 ", "application/octet-stream");
            assertThat(raw.chunk()).asString().isEqualTo("first");
        }
    }

    @Test
    void tellsTheFunctionWhoHasSigned() throws Exception {
        assertThat(get("/url/signed/", SIGNED).text())
                .contains("\"authorizer\":{\"iam\":{\"accessKey\":\"any\",\"accountId\":\"000000000000\"")
                .contains("\"userArn\":\"arn:aws:iam::000000000000:user/any\"");
        assertThat(get("/url/orders/", SIGNED, "Effe-Function-Url: stream 0 root\r\n")
                        .text())
                .doesNotContain("authorizer");
    }

    @Test
    void wantsASignatureWhereTheUrlDoes() throws Exception {
        HttpAnswer unsigned = get("/url/signed/");
        assertThat(unsigned.status()).isEqualTo(403);
        assertThat(unsigned.text()).isEqualTo("{\"Message\":\"Forbidden\"}");
        HttpAnswer signed = get("/url/signed/", SIGNED, "X-Amz-Date: 20261130T000000Z\r\n");
        assertThat(signed.status()).isEqualTo(201);
        assertThat(signed.text()).doesNotContain("authorization", "AWS4-HMAC", "x-amz-date");
        assertThat(get("/url/signed/", SIGNED, "Origin: http://localhost\r\n").status())
                .isEqualTo(403);
        assertThat(get("/url/orders/", "Authorization: Bearer mine\r\n").text()).contains("Bearer mine");
    }

    /** Without keys any signature will do, where browsers tell what a page sends. */
    @Test
    void takesASignatureInTheQuery() throws Exception {
        String query =
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=any%2F20261130%2Fus-east-1%2Flambda%2Faws4_request"
                        + "&X-Amz-Date=20261130T200000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00";
        HttpAnswer signed = get("/url/signed/x?a=b&" + query + "&c=d");
        assertThat(signed.status()).isEqualTo(201);
        assertThat(signed.text())
                .contains("\"rawQueryString\":\"a=b&c=d\"", "\"accessKey\":\"any\"")
                .doesNotContain("X-Amz-");
        assertThat(get("/url/signed/?" + query, "Sec-Fetch-Site: cross-site\r\n")
                        .status())
                .isEqualTo(403);
        HttpAnswer byName = send("GET /?" + query + " HTTP/1.1\r\nHost: signed.fn.example.com\r\n\r\n");
        assertThat(byName.status()).isEqualTo(403);
        assertThat(get("/url/signed/?" + query.replace("lambda", "s3")).status())
                .isEqualTo(403);
        assertThat(get("/url/orders/?" + query).text()).contains("X-Amz-Signature=00");
    }

    @Test
    void answersPreflightsByItsRules() throws Exception {
        String preflight =
                "OPTIONS /url/scripts/ HTTP/1.1\r\nHost: localhost\r\nAccess-Control-Request-Method: PUT\r\n";
        HttpAnswer allowed = send(preflight + "Origin: https://shop.example\r\n\r\n");
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(heads(allowed))
                .contains("access-control-allow-origin: https://shop.example", "access-control-allow-methods: PUT")
                .contains("access-control-allow-headers: x-a", "access-control-max-age: 60")
                .contains("access-control-allow-credentials: true");
        assertThat(heads(send(preflight + "Origin: https://evil.example\r\n\r\n")))
                .doesNotContain("access-control-allow");
        HttpAnswer own = get("/url/scripts/", "Origin: https://shop.example\r\n");
        assertThat(own.status()).isEqualTo(201);
        assertThat(heads(own))
                .contains("access-control-allow-origin: https://shop.example")
                .contains("access-control-expose-headers: x-own");
        HttpAnswer without = send("OPTIONS /url/orders/ HTTP/1.1\r\nHost: localhost\r\nOrigin: https://shop.example\r\n"
                + "access-control-request-method: PUT\r\n\r\n");
        assertThat(without.status()).isEqualTo(201); // The function's own business.
        assertThat(without.text()).contains("\"method\":\"OPTIONS\"");
    }

    @Test
    void aPageOfAFunctionHasNoMoreRightsThanOthers() throws Exception {
        String post = "POST /2015-03-31/functions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" + SIGNED;
        assertThat(send(post + "Origin: http://localhost\r\n\r\n").status()).isEqualTo(403);
        assertThat(send(post + "Sec-Fetch-Site: same-origin\r\n\r\n").status()).isEqualTo(403);
        assertThat(get("/2015-03-31/functions", SIGNED, "Sec-Fetch-Site: same-origin\r\n")
                        .status())
                .isEqualTo(403);
        String invoke =
                "POST /2015-03-31/functions/orders/invocations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                        + SIGNED;
        assertThat(send(invoke + "Origin: http://localhost\r\n\r\n{}").status()).isEqualTo(403);
        assertThat(send(invoke + "\r\n{}").status()).isEqualTo(200);
    }

    @Test
    void aPageOfAFunctionInABrowserCanCallOnlyUrls() throws Exception {
        Chromium.assumeInstalled();
        String script = """
                function status(method, path, headers) {
                    const call = new XMLHttpRequest();
                    call.open(method, path, false);
                    Object.entries(headers).forEach(([name, value]) => call.setRequestHeader(name, value));
                    try { call.send(method === "POST" ? "{}" : null); return call.status; } catch (e) { return "refused"; }
                }
                const key = {Authorization: "AWS4-HMAC-SHA256 Credential=any/20261130/us-east-1/lambda/aws4_request,"
                    + " SignedHeaders=host, Signature=0"};
                document.title = ["told:",
                    status("POST", "/2015-03-31/functions", key), status("GET", "/2015-03-31/functions", key),
                    status("POST", "/2015-03-31/functions/orders/invocations", key),
                    status("POST", "/2015-03-31/functions/orders/invocations", {}),
                    status("DELETE", "/2015-03-31/functions/orders", key),
                    status("GET", "/_effe/functions", key), status("GET", "/url/signed/", key),
                    status("POST", "/url/orders/", {}), status("GET", "/url/orders/", {})].join(" ");
                """;
        String page = "http://127.0.0.1:" + host.port() + "/url/orders/?do=page&script="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(script.getBytes(StandardCharsets.UTF_8));
        String shown = new Chromium(folder).output("--dump-dom", page);
        assertThat(shown).contains("<title>told: 403 403 403 403 403 403 403 200 200</title>");
    }

    @Test
    void aRequestCannotHoldAnother() throws Exception {
        String inner = "GET /2015-03-31/functions/orders/invocations HTTP/1.1\r\nHost: localhost\r\n\r\n";
        HttpAnswer both = send("POST /url/orders/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner);
        assertThat(both.status()).isEqualTo(400);
        HttpAnswer body = send("POST /url/orders/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + inner.length()
                + "\r\nContent-Type: text/plain\r\n\r\n" + inner);
        assertThat(body.text()).contains("\"body\":\"GET /2015-03-31");
        assertThat(get("/url/orders/a%0d%0aX-Evil:%201").text()).contains("\"rawPath\":\"/a%0d%0aX-Evil:%201\"");
    }

    @Test
    void isKeptByTheFunctionsFileAndServesOtherLanguages() throws Exception {
        assumeTrue(Programs.runtimes(System.getenv()).python(), "python3 is not on PATH");
        Path zip = folder.resolve("python.zip");
        Files.write(zip, TestZips.of("app.py", """
                def handler(event, context):
                    return {"statusCode": 418, "headers": {"x-path": event["rawPath"]}, "body": event["body"]}
                """));
        assertDone(client.create("my_Python", "python3.12", "app.handler", zip));
        assertDone(client.publish("my_Python"));
        assertDone(client.createAlias("my_Python", "test", "1"));
        assertDone(
                client.send("POST", "/2021-10-31/functions/my_Python/url?Qualifier=test", "{\"AuthType\":\"NONE\"}"));
        HttpAnswer answer =
                send("POST /url/my-python--test/a/b HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 2\r\n\r\nhi");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(418);
        assertThat(answer.text()).isEqualTo("hi");
        assertThat(heads(answer)).contains("x-path: /a/b");
        assertThat(Files.readString(folder.resolve("data/functions/my_Python/function.json"), StandardCharsets.UTF_8))
                .contains("my-python--test");
    }
}
