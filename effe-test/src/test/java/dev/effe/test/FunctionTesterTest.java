package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.json.SnakeAccounts;
import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import dev.effe.StatusException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FunctionTesterTest {

    record Order(String item, int count) {}

    record Receipt(String item, int cents) {}

    static final class Orders implements JsonLogic<StringBuilder, Order, Receipt> {
        @Override
        public StringBuilder start() {
            return new StringBuilder();
        }

        @Override
        public Receipt handle(StringBuilder context, Order order, Invocation call) {
            if (order.count() < 1) {
                throw new StatusException(400, "count must be at least 1");
            }
            return new Receipt(order.item(), order.count() * 250);
        }
    }

    record Problem(int status, String detail, String requestId) {}

    private final RecordingLogic logic = new RecordingLogic();

    // @start region="tester"
    @Test
    void sellsByThePiece() throws Exception {
        try (FunctionTester<StringBuilder> orders = FunctionTester.of(new Orders())) {
            TestResponse response = orders.call(TestRequest.post("/").jsonBody(new Order("tea", 2)));

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.json(Receipt.class)).isEqualTo(new Receipt("tea", 500));
        }
    }
    // @end

    @Test
    void refusesNothing() throws Exception {
        try (FunctionTester<StringBuilder> orders = FunctionTester.of(new Orders())) {
            // @start region="request"
            TestRequest request = TestRequest.post("/orders?dry=1")
                    .header("Content-Type", "application/json")
                    .body("{\"item\": \"tea\", \"count\": 0}");
            // @end
            TestResponse response = orders.call(request);
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("content-type")).contains("application/problem+json");
            assertThat(response.body()).contains("\"detail\":\"count must be at least 1\"");
        }
    }

    @Test
    void answers400ToMalformedJson() throws Exception {
        try (FunctionTester<StringBuilder> orders = FunctionTester.of(new Orders())) {
            assertThat(orders.call(TestRequest.post("/").body("{")).status()).isEqualTo(400);
            assertThat(orders.call(TestRequest.post("/")).status()).isEqualTo(400);
        }
    }

    @Test
    void writesAndReadsValuesInTheFunctionsOwnWay() throws Exception {
        try (FunctionTester<Object> accounts = FunctionTester.of(new SnakeAccounts())) {
            TestResponse response = accounts.call(TestRequest.post("/").jsonBody(new SnakeAccounts.Login("ada", 1)));

            assertThat(response.body()).isEqualTo("{\"user_name\":\"ada\",\"login_count\":2}");
            assertThat(response.json(SnakeAccounts.Login.class)).isEqualTo(new SnakeAccounts.Login("ada", 2));
        }
    }

    @Test
    void callsInTheOrderThatLogicPromises() throws Exception {
        try (FunctionTester<Integer> tester = FunctionTester.of(logic, Map.of("greeting", "hi"))) {
            assertThat(tester.call(TestRequest.get("/")).body()).isEqualTo("context 1\n");
            tester.call(TestRequest.get("/refuse"));
            assertThatThrownBy(() -> tester.call(TestRequest.get("/fail"))).hasMessage("secret");
            assertThatThrownBy(() -> tester.call(TestRequest.get("/error"))).isInstanceOf(StackOverflowError.class);
            tester.call(TestRequest.get("/"));
        }
        assertThat(logic.calls)
                .containsExactly(
                        "init hi", "start 1", "run 1", "run 1", "run 1", "stop 1", "start 2", "run 2", "stop 2",
                        "start 3", "run 3", "stop 3", "close");
    }

    @Test
    void answersStatusExceptionAsProblem() throws Exception {
        try (FunctionTester<Integer> tester = FunctionTester.of(logic)) {
            TestResponse response = tester.call(TestRequest.get("/refuse").header("x-request-id", "r-1"));
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.json(Problem.class)).isEqualTo(new Problem(400, "no \"thanks\"", "r-1"));
        }
    }

    @Test
    void replacesAStreamThatWasNotYetSent() throws Exception {
        try (FunctionTester<Integer> tester = FunctionTester.of(logic)) {
            TestResponse response = tester.call(TestRequest.get("/held"));
            assertThat(response.status()).isEqualTo(409);
            assertThat(response.header("Content-Type")).contains("application/problem+json");
            assertThat(response.json(Problem.class).detail()).isEqualTo("in time");
            assertThatThrownBy(() -> tester.call(TestRequest.get("/cut")))
                    .isInstanceOf(StatusException.class)
                    .hasMessage("too late");
        }
    }

    @Test
    void givesOverlappingCallsAContextEach() throws Exception {
        CyclicBarrier bothRun = new CyclicBarrier(2);
        List<Object> stopped = new ArrayList<>();
        Logic<Object> pair = new Logic<>() {
            @Override
            public Object start() {
                return new Object();
            }

            @Override
            public void run(Object context, Request request, Response response) throws Exception {
                bothRun.await(30, TimeUnit.SECONDS);
            }

            @Override
            public void stop(Object context) {
                stopped.add(context);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (FunctionTester<Object> tester = FunctionTester.of(pair)) {
            Future<TestResponse> other = threads.submit(() -> tester.call(TestRequest.get("/")));
            assertThat(tester.call(TestRequest.get("/")).status()).isEqualTo(200);
            assertThat(other.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
        } finally {
            threads.shutdown();
        }
        assertThat(stopped).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void keepsOfItsHeadersOnlyWhatAClientIsOwedWithAStatusException() throws Exception {
        Logic<Void> function = Logic.of((request, response) -> {
            response.header("Allow", "GET").header("X-Other", "1");
            throw new StatusException(Integer.parseInt(request.text()), "no");
        });
        try (FunctionTester<Void> tester = FunctionTester.of(function)) {
            assertThat(tester.call(TestRequest.post("/").body("405")).headers())
                    .containsOnlyKeys("Allow", "Cache-Control", "Content-Type", "X-Content-Type-Options");
        }
    }

    @Test
    void countsANullContextAsAFailure() throws Exception {
        Logic<String> function = new Logic<>() {
            @Override
            public String start() {
                return null;
            }

            @Override
            public void run(String context, Request request, Response response) {}
        };
        try (FunctionTester<String> tester = FunctionTester.of(function)) {
            assertThatThrownBy(() -> tester.call(TestRequest.get("/"))).hasMessageContaining("start returned null");
        }
    }

    @Test
    void servesFunctionsWithoutContext() throws Exception {
        try (FunctionTester<Void> tester =
                FunctionTester.of(Logic.of((request, response) -> response.send(request.bytes())))) {
            TestResponse response = tester.call(TestRequest.post("/").body("echo"));
            assertThat(response.body()).isEqualTo("echo");
            assertThat(response.header("Content-Type")).contains("application/octet-stream");
        }
    }

    @Test
    void answersOnceAndOnlyWhileItRuns() throws Exception {
        List<Response> kept = new ArrayList<>();
        List<OutputStream> streams = new ArrayList<>();
        Logic<Void> function = Logic.of((request, response) -> {
            kept.add(response);
            streams.add(response.stream());
        });
        try (FunctionTester<Void> tester = FunctionTester.of(function);
                FunctionTester<Integer> recording = FunctionTester.of(logic)) {
            assertThatThrownBy(() -> recording.call(TestRequest.get("/twice")))
                    .isInstanceOf(IllegalStateException.class);
            tester.call(TestRequest.get("/"));
            assertThatThrownBy(() -> kept.get(0).status(400)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> streams.get(0).write(1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesHeadersThatTheServerRefuses() throws Exception {
        Logic<Void> function = Logic.of((request, response) ->
                response.header(request.text().split(":")[0], request.text().split(":")[1]));
        try (FunctionTester<Void> tester = FunctionTester.of(function)) {
            for (String header : List.of(
                    "A b:c", "A:b\nc", "Connection:close", "transfer-encoding:chunked", "proxy-connection:close")) {
                assertThatThrownBy(() -> tester.call(TestRequest.post("/").body(header)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void keepsADeclaredLengthAsTheServerSendsIt() throws Exception {
        Logic<Void> function = Logic.of((request, response) ->
                response.status(Integer.parseInt(request.text())).header("Content-Length", "7"));
        try (FunctionTester<Void> tester = FunctionTester.of(function)) {
            TestResponse head = tester.call(TestRequest.of("HEAD", "/").body("200"));
            assertThat(head.header("content-length")).contains("7");
            assertThat(tester.call(TestRequest.get("/").body("304")).header("Content-Length"))
                    .contains("7");
        }
    }

    @Test
    void stopsEveryContextWhateverStopThrows() throws Exception {
        Logic<String> function = new Logic<>() {
            @Override
            public String start() {
                return "one";
            }

            @Override
            public void run(String context, Request request, Response response) {}

            @Override
            public void stop(String context) {
                throw new IllegalStateException("cannot stop");
            }

            @Override
            public void close() {
                throw new IllegalStateException("cannot close");
            }
        };
        FunctionTester<String> tester = FunctionTester.of(function);
        tester.call(TestRequest.get("/"));
        assertThatThrownBy(tester::close)
                .rootCause()
                .hasMessage("cannot stop")
                .hasSuppressedException(new IllegalStateException("cannot close"));
        tester.close();
        assertThatThrownBy(() -> tester.call(TestRequest.get("/"))).hasMessage("The tester is closed");
    }

    @Test
    void saysHowATestGivesTheMissingKey() {
        assertThatThrownBy(() -> FunctionTester.of(new NeedsUrl()))
                .hasMessage("db.url is required: set it by FunctionTester.of(function, Map.of(\"db.url\", ...))");
    }

    /** Needs its configuration. */
    static final class NeedsUrl implements Logic<Void> {
        @Override
        public void init(Setup setup) {
            setup.required("db.url");
        }

        @Override
        public Void start() {
            return null;
        }

        @Override
        public void run(Void none, Request request, Response response) {}
    }
}
