package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.StatusException;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A HEAD is answered with the head of the GET, and leaves the connection fit for the next request. */
class HeadTest {

    private static final List<String> OF_THE_CALL = List.of("Date", "X-Request-Id");

    /** Sends both, pipelined, and compares. */
    private static void assertSame(TestServer edge, String target) throws Exception {
        RawClient client = edge.client();
        client.send(TestServer.request("HEAD", target) + TestServer.get(target) + TestServer.request("HEAD", target));
        HttpAnswer first = client.read("HEAD");
        HttpAnswer get = client.read();
        HttpAnswer second = client.read("HEAD");
        for (HttpAnswer head : List.of(first, second)) {
            assertThat(head.statusLine()).isEqualTo(get.statusLine());
            head.headers().keySet().removeAll(OF_THE_CALL);
            get.headers().keySet().removeAll(OF_THE_CALL);
            assertThat(head.headers()).isEqualTo(get.headers());
        }
        assertThat(client.finish().end()).isEqualTo("FIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/text", "/nothing", "/large", "/held", "/stream", "/status", "/fail", "/declared"})
    void hasTheHeadOfTheGet(String target) throws Exception {
        try (TestServer edge = TestServer.serving(
                (request, response) -> {
                    switch (request.path()) {
                        case "/text" -> response.text("hello");
                        case "/large" -> response.send(new byte[1_000_000]);
                        case "/held" -> response.stream().write(new byte[5000]);
                        case "/stream" -> response.stream().write(new byte[1_000_000]);
                        case "/declared" -> {
                            OutputStream out = response.header("Content-Length", "20000").stream();
                            out.write(new byte[20_000]);
                        }
                        case "/status" -> throw new StatusException(409, "not now");
                        case "/fail" -> throw new IllegalStateException("meant by the test");
                        default -> {}
                    }
                },
                "max-unsent",
                "1KiB")) {
            if (target.equals("/status") || target.equals("/fail")) {
                assertProblem(edge, target); // Its body has the request's id, and so a length of its own.
            } else {
                assertSame(edge, target);
            }
        }
    }

    private static void assertProblem(TestServer edge, String target) throws Exception {
        RawClient client = edge.client();
        client.send(TestServer.request("HEAD", target, "X-Request-Id: 7")
                + TestServer.request("GET", target, "X-Request-Id: 7"));
        HttpAnswer head = client.read("HEAD");
        HttpAnswer get = client.read();
        assertThat(head.status()).isEqualTo(get.status()).isGreaterThanOrEqualTo(409);
        assertThat(head.header("Content-Length")).isEqualTo("" + get.body().length);
        assertThat(head.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void aLogicSeesIt() throws Exception {
        try (TestServer edge =
                TestServer.serving((request, response) -> response.header("X-Method", request.method()))) {
            HttpAnswer answer =
                    edge.client().send(TestServer.request("HEAD", "/")).read("HEAD");
            assertThat(answer.header("X-Method")).isEqualTo("HEAD");
        }
    }

    /** Says hello to nobody in particular, and nothing at all the second time. */
    private static final class Hello implements JsonLogic<@Nullable Void, @Nullable Void, @Nullable String> {

        private boolean second;

        @Override
        public @Nullable Void start() {
            return null;
        }

        @Override
        public synchronized @Nullable String handle(@Nullable Void context, @Nullable Void input, Invocation call) {
            boolean again = second;
            second = true;
            return again ? null : "hello";
        }
    }

    @Test
    void aJsonLogicRunsAsForAGet() throws Exception {
        try (TestServer edge = TestServer.serving(new Hello())) {
            RawClient client = edge.client();
            HttpAnswer answer = client.send(TestServer.request("HEAD", "/")).read("HEAD");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Length")).isEqualTo("" + "\"hello\"".length());
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            answer = client.send(TestServer.request("HEAD", "/")).read("HEAD");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.headers()).doesNotContainKey("Content-Length");
        }
    }
}
