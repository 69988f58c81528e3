package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.aws.BalancedHandler;
import com.acme.aws.RestHandler;
import com.acme.aws.StreamHandler;
import com.acme.aws.UrlHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.joda.time.DateTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers that were written for AWS's front doors, called over HTTP. */
@Tag("once")
class HttpEventsIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final int CUT = -1;

    @TempDir
    Path folder;

    private EffeProcess serving(Class<?> handler, String... more) throws Exception {
        Path function = new FunctionJar().add(handler).folder(folder.resolve("function"));
        Path lib = Files.createDirectories(function.resolve("lib"));
        for (Class<?> library : new Class<?>[] {APIGatewayV2HTTPEvent.class, DateTime.class}) {
            Path jar = Path.of(
                    library.getProtectionDomain().getCodeSource().getLocation().toURI());
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
        String[] arguments = {"--port", "0", "--function", function.toString(), "--handler", handler.getName()};
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return EffeProcess.in(folder).start(all).ready();
    }

    private static HttpResponse<byte[]> send(
            EffeProcess effe, String method, String target, byte[] body, String... headers)
            throws IOException, InterruptedException {
        return CLIENT.send(request(effe, method, target, body, headers), BodyHandlers.ofByteArray());
    }

    private static HttpRequest request(EffeProcess effe, String method, String target, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + target))
                .timeout(EffeProcess.PATIENCE)
                .method(method, BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    @Test
    void callsAHandlerOfAFunctionUrl() throws Exception {
        try (EffeProcess effe = serving(UrlHandler.class)) {
            HttpResponse<byte[]> answer = send(
                    effe,
                    "PUT",
                    "/a%2Fb/%C3%A9?x=1&x=2&y=%26",
                    "é".getBytes(UTF_8),
                    "Content-Type",
                    "text/plain",
                    "X-Twice",
                    "one",
                    "X-Twice",
                    "two",
                    "Cookie",
                    "c=1; d=2");

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("content-type")).contains("application/x-test");
            assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1; Path=/", "b=2");
            assertThat(answer.headers().firstValue("x-amzn-trace-id").orElse(""))
                    .startsWith("Root=1-");
            assertThat(answer.headers().firstValue("x-amzn-requestid").orElse(""))
                    .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            assertThat(answer.headers().firstValue("x-request-id"))
                    .isEqualTo(answer.headers().firstValue("x-amzn-requestid"));
            assertThat(text(answer).replace("0:0:0:0:0:0:0:1", "127.0.0.1")).isEqualTo("""
                    2.0
                    PUT
                    /a%2Fb/%C3%A9
                    x=1&x=2&y=%26
                    {x=1,2, y=&}
                    [c=1, d=2]
                    one,two
                    127.0.0.1
                    true
                    true
                    é""");

            assertThat(sendRaw(effe.port(), "/pa2%Fth/1?q=%zz")).contains("\n/pa2%Fth/1\nq=%zz\n{q=%zz}\n");

            HttpResponse<byte[]> head = send(effe, "HEAD", "/a?x=1", new byte[0]);
            HttpResponse<byte[]> get = send(effe, "GET", "/a?x=1", new byte[0]);
            assertThat(head.statusCode()).isEqualTo(201);
            assertThat(head.body()).isEmpty();
            assertThat(text(get)).startsWith("2.0\nGET\n");
            assertThat(head.headers().firstValueAsLong("content-length").orElse(-1))
                    .as("its event says HEAD")
                    .isEqualTo(get.body().length + 1);

            byte[] binary = {0, 1, (byte) 0xff, 'x'};
            assertThat(send(effe, "POST", "/binary", binary).body()).isEqualTo(binary);

            HttpResponse<byte[]> failure = send(effe, "GET", "/fail", new byte[0]);
            assertThat(failure.statusCode()).isEqualTo(502);
            assertThat(text(failure)).isEqualTo("Internal Server Error");
            awaitOutput(effe, "java.lang.IllegalStateException: a secret");

            assertThat(send(effe, "GET", "/malformed", new byte[0]).statusCode())
                    .isEqualTo(502);
            awaitOutput(effe, "statusCode must be from 200 to 599, but is 1");
        }
    }

    /** As Java's own client never would. */
    private static String sendRaw(int port, String target) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static final String[] FORWARDED = {
        "X-Forwarded-For", "6.6.6.6, 192.0.2.1", "X-Forwarded-Proto", "https", "X-Forwarded-Port", "8443"
    };

    /** As for the function's remote address; the rules for each header are in EventShapeTest. */
    @Test
    void aClientCannotSayWhereItsRequestCameFrom() throws Exception {
        try (EffeProcess effe = serving(UrlHandler.class)) {
            assertThat(text(send(effe, "GET", "/forwarded", new byte[0], FORWARDED))
                            .replace("0:0:0:0:0:0:0:1", "127.0.0.1"))
                    .isEqualTo("127.0.0.1|http|" + effe.port() + "|127.0.0.1");
        }
    }

    @Test
    void aTrustedProxyCan() throws Exception {
        try (EffeProcess effe = serving(UrlHandler.class, "--trusted-proxies", "127.0.0.0/8,::1")) {
            assertThat(text(send(effe, "GET", "/forwarded", new byte[0], FORWARDED)))
                    .isEqualTo("6.6.6.6, 192.0.2.1|https|8443|192.0.2.1");
        }
    }

    /** The log is written by a thread of its own. */
    private static void awaitOutput(EffeProcess effe, String part) {
        await().atMost(EffeProcess.PATIENCE)
                .untilAsserted(() -> assertThat(effe.output()).contains(part));
    }

    @Test
    void keepsWhatBrowsersAskByThemselvesFromAHandler() throws Exception {
        String[] preflight = {"Origin", "https://a.example", "Access-Control-Request-Method", "PUT"};
        try (EffeProcess effe = serving(UrlHandler.class)) {
            assertThat(send(effe, "GET", "/favicon.ico", new byte[0]).statusCode())
                    .isEqualTo(404);
            assertThat(send(effe, "OPTIONS", "/fail", new byte[0], preflight).statusCode())
                    .isEqualTo(200);
            assertThat(send(effe, "OPTIONS", "/fail", new byte[0]).statusCode()).isEqualTo(502);
        }
    }

    @Test
    void tellsAHandlerTheRouteInAwsWords() throws Exception {
        String[] routes = {"--http-event", "v1", "--route", "GET /a/{id}/{rest...}", "--route", "* /favicon.ico"};
        try (EffeProcess effe = serving(RestHandler.class, routes)) {
            assertThat(text(send(effe, "GET", "/a/b%20c/d/e?x=1", new byte[0])))
                    .startsWith("GET\n/a/{id}/{rest+}\n/a/b%20c/d/e\n{id=b%20c, rest=d/e}\n");
            assertThat(send(effe, "POST", "/a/b/c", new byte[0]).statusCode()).isEqualTo(405);
            assertThat(send(effe, "GET", "/a/b", new byte[0]).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void callsAHandlerOfARestApi() throws Exception {
        try (EffeProcess effe = serving(RestHandler.class, "--http-event", "v1", "--answer-browsers", "off")) {
            HttpResponse<byte[]> answer =
                    send(effe, "POST", "/a/b%20c?x=1&x=2", "k=v".getBytes(UTF_8), "x-twice", "1", "x-twice", "2");

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.headers().firstValue("x-one")).contains("1");
            assertThat(answer.headers().allValues("x-many")).containsExactly("a", "b");
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
            assertThat(text(answer).replace("0:0:0:0:0:0:0:1", "127.0.0.1")).isEqualTo("""
                    POST
                    /{proxy+}
                    /a/b%20c
                    {proxy=a/b%20c}
                    {x=2}
                    {x=[1, 2]}
                    null
                    127.0.0.1
                    k=v""");

            HttpResponse<byte[]> noStatus = send(effe, "GET", "/no-status", new byte[0]);
            assertThat(noStatus.statusCode()).isEqualTo(200);
            assertThat(text(noStatus)).isEqualTo("x");
            HttpResponse<byte[]> failure = send(effe, "GET", "/bad-status", new byte[0]);
            assertThat(failure.statusCode()).isEqualTo(502);
            assertThat(text(failure)).isEqualTo("{\"message\": \"Internal server error\"}");

            assertThat(send(effe, "GET", "/favicon.ico", new byte[0]).statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void callsAHandlerOfALoadBalancer() throws Exception {
        try (EffeProcess effe = serving(BalancedHandler.class, "--http-event", "alb", "--function-name", "f")) {
            HttpResponse<byte[]> answer =
                    send(effe, "DELETE", "/a%20b?x=%26", new byte[0], "X-Twice", "1", "X-Twice", "2");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).contains("text/plain");
            assertThat(text(answer))
                    .startsWith("arn:aws:elasticloadbalancing:")
                    .endsWith("\nDELETE\n/a%20b\n{x=%26}\n2\n");
        }
    }

    /** A cut answer never looks complete: either its connection is reset, or nothing of it was sent before it failed. */
    private static int statusOfCut(EffeProcess effe, String path) throws Exception {
        try {
            return send(effe, "GET", path, new byte[0]).statusCode();
        } catch (IOException e) {
            return CUT;
        }
    }

    @Test
    void streamsWhatAHandlerStreams() throws Exception {
        try (EffeProcess effe = serving(StreamHandler.class)) {
            Path file = folder.resolve("go");
            HttpResponse<InputStream> answer =
                    CLIENT.send(request(effe, "GET", "/stream?" + file, new byte[0]), BodyHandlers.ofInputStream());

            assertThat(answer.statusCode()).isEqualTo(203);
            assertThat(answer.headers().firstValue("set-cookie")).contains("a=1");
            assertThat(answer.body().readNBytes(6)).asString().isEqualTo("first ");
            Files.createFile(file); // Before which there can be no second part.
            assertThat(answer.body().readAllBytes()).asString().isEqualTo("second");

            assertThat(statusOfCut(effe, "/half")).isIn(CUT, 500);

            HttpResponse<byte[]> plain = send(effe, "GET", "/plain", new byte[0]);
            assertThat(plain.statusCode()).isEqualTo(200);
            assertThat(plain.headers().firstValue("content-type")).contains("application/json");
            assertThat(text(plain)).isEqualTo("[1, 2]");
        }
    }
}
