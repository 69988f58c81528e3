package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.http.RawCases.RawCase;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes in, bytes out: each case of {@link RawCases} against the real server. */
class RawCasesTest {

    private static final List<String> CALLS = new CopyOnWriteArrayList<>();
    private static TestServer edge;

    @BeforeAll
    static void start() throws Exception {
        // Without it, the preface of HTTP/2 is one more malformed request.
        edge = TestServer.serving(RawCasesTest::echo, "http2", "off");
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static void echo(Request request, Response response) {
        String call = request.method() + " " + request.target() + " "
                + request.header("Host").orElse("-") + " " + request.text();
        CALLS.add(call);
        if (request.path().startsWith("/status/")) {
            response.status(Integer.parseInt(request.path().substring(8)));
        }
        response.text(call);
    }

    static List<RawCase> cases() {
        return RawCases.all();
    }

    @Test
    void thereAreManyCases() {
        assertThat(RawCases.all()).hasSizeGreaterThan(500);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsHttpDemands(RawCase raw) throws IOException {
        CALLS.clear();
        try (RawClient client = new RawClient(edge.port())) {
            check(raw, client.send(raw.bytes()));
        }
    }

    static List<RawCase> shortCases() {
        return RawCases.all().stream().filter(raw -> raw.bytes().length() < 400).toList();
    }

    @ParameterizedTest
    @MethodSource("shortCases")
    void answersTheSameWhenEachByteComesAlone(RawCase raw) throws IOException {
        CALLS.clear();
        try (RawClient client = new RawClient(edge.port())) {
            check(raw, client.sendBytewise(raw.bytes()));
        }
    }

    private static void check(RawCase raw, RawClient client) throws IOException {
        int runs = 0;
        for (int i = 0; i < raw.statuses().size(); i++) {
            int status = raw.statuses().get(i);
            boolean last = i == raw.statuses().size() - 1;
            HttpAnswer answer = client.read(raw.method(i));
            assertThat(answer.status()).isEqualTo(status);
            boolean refused = answer.header("Content-Type").equals("application/problem+json");
            runs += refused ? 0 : 1;
            assertThat(answer.header("Connection").equals("close")).isEqualTo(last && raw.closes());
            assertThat(answer.header("X-Request-Id")).isNotEmpty();
            assertThat(answer.header("Date")).endsWith(" GMT");
            if (refused) {
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            }
        }
        if (raw.closes()) {
            assertThat(client.end()).isEqualTo("FIN");
        } else {
            assertThat(client.send(TestServer.get("/probe")).read().text()).isEqualTo("GET /probe a ");
            runs++;
        }
        assertThat(CALLS).hasSize(runs);
        if (!raw.saw().isEmpty()) {
            assertThat(CALLS.get(CALLS.size() - (raw.closes() ? 1 : 2))).isEqualTo(raw.saw());
        }
    }
}
