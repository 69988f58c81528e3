package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tester answers what the server answers: each test runs over both. */
final class AnswerContractTest {

    enum Way {
        TESTER,
        SERVER
    }

    /** An answer without what the server adds to every one; of status 0 if it is cut. */
    private record Answer(int status, Map<String, List<String>> headers, String body) {

        static final Answer CUT = new Answer(0, Map.of(), "");

        static Answer of(int status, Map<String, List<String>> headers, String body) {
            Map<String, List<String>> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            own.putAll(headers);
            for (String servers : List.of("Content-Length", "Date", "X-Request-Id", "Transfer-Encoding")) {
                own.remove(servers);
            }
            return new Answer(status, own, body);
        }

        String header(String name) {
            return String.join("|", headers.getOrDefault(name, List.of()));
        }
    }

    /** Does what the query says. */
    private static final class Obedient implements Logic<Void> {

        @Override
        public Void start() {
            return null;
        }

        @Override
        public void run(Void none, Request request, Response response) throws Exception {
            request.query("status").ifPresent(status -> response.status(Integer.parseInt(status)));
            request.query("declare").ifPresent(length -> response.header("Content-Length", length));
            for (String header : request.query().getOrDefault("header", List.of())) {
                String[] nameAndValue = header.split(":", 2);
                response.addHeader(nameAndValue[0], nameAndValue[1]);
            }
            answer(request, response, request.query("give").orElse("nothing"));
            if (request.query("throw").isPresent()) {
                int status = Integer.parseInt(request.query("throw").orElseThrow());
                throw new StatusException(status, "a \"quoted\" message \u00fc");
            }
        }

        private static void answer(Request request, Response response, String give) throws IOException {
            switch (give) {
                case "nothing" -> {}
                case "empty" -> response.send(new byte[0]);
                case "send" -> response.send("hello".getBytes(StandardCharsets.UTF_8));
                case "text" -> response.text("hello");
                case "json" -> response.json(List.of(1, 2));
                case "echo" -> response.text(request.path() + request.query() + request.text());
                default -> stream(response, give);
            }
        }

        private static void stream(Response response, String give) {
            try (OutputStream out = response.stream()) {
                if (give.equals("flushed")) {
                    out.flush();
                }
                out.write("hello".getBytes(StandardCharsets.UTF_8));
                if (give.equals("sent")) {
                    out.flush();
                } else if (give.equals("long")) {
                    out.write(new byte[20_000]);
                }
            } catch (IOException e) {
                // More than is declared, which this function does not mind.
            }
        }
    }

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.serving(new Obedient()).set("log-level", "error");

    private static FunctionTester<Void> tester;

    @BeforeAll
    static void initialise() throws Exception {
        tester = FunctionTester.of(new Obedient());
    }

    @AfterAll
    static void close() {
        tester.close();
    }

    private static Answer ask(Way way, String query) throws Exception {
        return ask(way, "GET", "/?" + query, "");
    }

    private static Answer ask(Way way, String method, String target, String body) throws Exception {
        return way == Way.TESTER ? askTester(method, target, body) : askServer(method, target, body);
    }

    private static Answer askTester(String method, String target, String body) throws Exception {
        try {
            TestRequest request =
                    TestRequest.of(method, target).header("X-Request-Id", "r-1").body(body);
            TestResponse response = tester.call(request);
            return Answer.of(response.status(), response.headers(), response.body());
        } catch (StatusException | IllegalStateException e) {
            return Answer.CUT;
        }
    }

    private static Answer askServer(String method, String target, String body) {
        try {
            HttpResponse<String> response = effe.send(HttpRequest.newBuilder(effe.uri(target))
                    .header("X-Request-Id", "r-1")
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
            return Answer.of(response.statusCode(), response.headers().map(), response.body());
        } catch (UncheckedIOException e) {
            return Answer.CUT;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStatusExceptionCountsThoughTheStreamIsClosed(Way way) throws Exception {
        assertThat(ask(way, "give=held&throw=409").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @EnumSource
    void aStatusExceptionCutsAStreamOfWhichAPartIsSent(Way way) throws Exception {
        for (String give : List.of("flushed", "sent", "long")) {
            assertThat(ask(way, "throw=409&give=" + give)).as(give).isEqualTo(Answer.CUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatWasGivenWholeCountsWhateverIsThrown(Way way) throws Exception {
        Answer answer = ask(way, "give=text&throw=409");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void aWrongContentLengthIsAFailureOfTheFunction(Way way) throws Exception {
        for (String give : List.of("nothing", "text", "held")) {
            for (int declared : new int[] {1, 6}) {
                Answer answer = ask(way, "declare=" + declared + "&give=" + give);
                assertThat(answer.status()).as(give + declared).isEqualTo(500);
                assertThat(answer.body()).contains("\"urn:effe:error:function-error\"", "\"title\":");
            }
        }
        assertThat(ask(way, "declare=6&give=sent")).isEqualTo(Answer.CUT);
        assertThat(ask(way, "declare=5&give=sent").body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalKeepsWhatItsClientIsOwed(Way way) throws Exception {
        String set = "header=WWW-Authenticate:Basic&header=Vary:Origin&header=Vary:Cookie&header=X-Other:1"
                + "&header=Content-Type:text/csv";
        Answer answer = ask(way, "throw=401&" + set);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Basic");
        assertThat(answer.header("Vary")).isEqualTo("Origin|Cookie");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.headers()).doesNotContainKey("X-Other");
    }

    @ParameterizedTest
    @CsvSource({"TESTER,429", "TESTER,503", "SERVER,429", "SERVER,503"})
    void aRefusalForNowSaysWhenToTryAgain(Way way, int status) throws Exception {
        assertThat(ask(way, "throw=" + status).header("Retry-After")).isEqualTo("1");
        assertThat(ask(way, "header=Retry-After:60&throw=" + status).header("Retry-After"))
                .isEqualTo("60");
    }

    @ParameterizedTest
    @EnumSource
    void aProblemHasATitle(Way way) throws Exception {
        assertThat(ask(way, "throw=404").body())
                .isEqualTo("{\"type\":\"urn:effe:error:status\",\"title\":\"Not Found\",\"status\":404,"
                        + "\"detail\":\"a \\\"quoted\\\" message \u00fc\","
                        + "\"instance\":\"r-1\",\"requestId\":\"r-1\"}\n");
    }

    @Test
    void anAnswerIsTheSameOverBothWhateverTheFunctionDoes() throws Exception {
        List<String> different = new ArrayList<>();
        for (String method : List.of("GET", "HEAD")) {
            for (int status : new int[] {200, 204, 205, 304, 404}) {
                for (String rest : queries()) {
                    String target = "/?status=" + status + rest;
                    Answer tested = askTester(method, target, "");
                    Answer served = askServer(method, target, "");
                    if (!tested.equals(served)) {
                        different.add(method + " " + target + ": " + tested + " but " + served);
                    }
                }
            }
        }
        assertThat(different).isEmpty();
    }

    private static List<String> queries() {
        List<String> queries = new ArrayList<>();
        for (String give : List.of("nothing", "empty", "send", "text", "json", "held", "flushed", "sent", "long")) {
            for (String declare : List.of("", "&declare=5", "&declare=6", "&declare=4")) {
                queries.add("&give=" + give + declare);
            }
            queries.add("&throw=409&give=" + give);
            queries.add("&header=content-type:a/b&header=Date:never&header=X-Request-Id:x&give=" + give);
        }
        return queries;
    }

    @Test
    void aRequestIsTheSameOverBoth() throws Exception {
        for (String target :
                List.of("/a%20b+c/%C3%BC?give=echo&x=1&x=%C3%BC&y=+&z&=w&&", "/;a=1/../b//?give=echo&q=%FF")) {
            Answer tested = askTester("POST", target, "body \u00fc");
            assertThat(tested.status()).isEqualTo(200);
            assertThat(tested).isEqualTo(askServer("POST", target, "body \u00fc"));
        }
    }
}
