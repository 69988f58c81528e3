package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Answer;
import dev.effe.Call;
import dev.effe.CallException;
import dev.effe.Functions;
import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.StatusException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A function that calls others, without a server. */
final class CallsTest {

    record Order(String item, int count) {}

    record Stock(int count) {}

    static final class Shop implements JsonLogic<@Nullable Void, Order, String> {
        @Override
        public @Nullable Void start() {
            return null;
        }

        @Override
        public String handle(@Nullable Void context, Order order, Invocation call) {
            Stock stock = call.functions().call("stock", Map.of("item", order.item()), Stock.class);
            return stock == null ? "unknown" : stock.count() < order.count() ? "later" : "now";
        }
    }

    record Query(String item) {}

    record Problem(String detail) {}

    // @start region="answering"
    @Test
    void ordersWhatIsThere() throws Exception {
        try (FunctionTester<@Nullable Void> shop = FunctionTester.of(new Shop())) {
            shop.answering("stock", request -> new Stock(3));

            assertThat(shop.call(TestRequest.post("/").jsonBody(new Order("tea", 3)))
                            .body())
                    .isEqualTo("\"now\"");
            assertThat(shop.call(TestRequest.post("/").jsonBody(new Order("tea", 4)))
                            .body())
                    .isEqualTo("\"later\"");
        }
    }
    // @end

    private static TestResponse order(CallAnswer stock) throws Exception {
        try (FunctionTester<@Nullable Void> shop = FunctionTester.of(new Shop()).answering("stock", stock)) {
            return shop.call(TestRequest.post("/").jsonBody(new Order("tea", 3)));
        }
    }

    /** The failure or the answer of a call of the function named other. */
    private interface Calling {
        Object by(Functions functions);
    }

    private static Object run(TestRequest request, CallAnswer answer, Calling calling) throws Exception {
        AtomicReference<Object> result = new AtomicReference<>();
        Logic<@Nullable Void> logic = Logic.of((asked, response) -> {
            try {
                result.set(calling.by(asked.functions()));
            } catch (RuntimeException e) {
                result.set(e);
            }
        });
        try (FunctionTester<@Nullable Void> tester = FunctionTester.of(logic).answering("other", answer)) {
            tester.call(request);
        }
        return result.get();
    }

    private static CallException failure(CallAnswer answer) throws Exception {
        return (CallException)
                run(TestRequest.get("/"), answer, functions -> functions.call("other", null, Object.class));
    }

    @Test
    void sendsJsonByPostAndGoesOnAsTheSameRequest() throws Exception {
        AtomicReference<Request> seen = new AtomicReference<>();
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        TestRequest request = TestRequest.get("/x?y")
                .header("X-Request-Id", "the-id")
                .header("traceparent", parent)
                .header("tracestate", "a=b")
                .header("Authorization", "secret")
                .header("Effe-Depth", "3")
                .deadline(Instant.now().plusSeconds(5));
        run(
                request,
                asked -> {
                    seen.set(asked);
                    return null;
                },
                functions -> String.valueOf(functions.call("other", new Query("tea"), Void.class)));

        Request sent = seen.get();
        assertThat(sent.method() + " " + sent.target()).isEqualTo("POST /");
        assertThat(sent.json(Query.class)).isEqualTo(new Query("tea"));
        assertThat(sent.header("Content-Type")).contains("application/json");
        assertThat(sent.id()).isEqualTo("the-id");
        assertThat(sent.traceparent()).contains(parent);
        assertThat(sent.header("tracestate")).contains("a=b");
        assertThat(sent.header("Effe-Depth")).contains("4");
        assertThat(sent.header("Authorization")).isEmpty();
        assertThat(sent.remaining()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void sendsAnyRequestAndGivesAnyAnswer() throws Exception {
        Answer answer = (Answer) run(
                TestRequest.get("/"),
                asked -> {
                    throw new StatusException(
                            418,
                            asked.method() + " " + asked.target() + " " + asked.text()
                                    + asked.header("Accept").orElse(""));
                },
                functions -> functions.send(
                        "other",
                        Call.of("PUT", "/a%20b?c=1")
                                .body("x".getBytes(), "text/plain")
                                .header("Accept", "y")));

        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.header("content-type")).contains("application/problem+json");
        assertThat(answer.json(Problem.class)).isEqualTo(new Problem("PUT /a%20b?c=1 xy"));
    }

    @Test
    void readsAnOutputWithParameters() throws Exception {
        Type stocks = new Object() {
            @SuppressWarnings("unused") // for its type
            List<Stock> stocks() {
                return List.of();
            }
        }.getClass().getDeclaredMethod("stocks").getGenericReturnType();

        assertThat(run(
                        TestRequest.get("/"),
                        asked -> List.of(new Stock(1), new Stock(2)),
                        functions -> functions.call("other", null, stocks)))
                .isEqualTo(List.of(new Stock(1), new Stock(2)));
    }

    @Test
    void givesNullForAnAnswerWithoutABody() throws Exception {
        assertThat(order(asked -> null).body()).isEqualTo("\"unknown\"");
    }

    @Test
    void keepsTheStatusAndTheDetailOfWhatItHasDoneWrong() throws Exception {
        TestResponse response = order(asked -> {
            throw new StatusException(404, "There is no tea");
        });

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.json(Problem.class)).isEqualTo(new Problem("There is no tea"));
    }

    @Test
    void tellsNothingOfAFunctionThatFailed() throws Exception {
        TestResponse response = order(asked -> {
            throw new IllegalStateException("secret");
        });

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.body()).contains("A function that is called failed").doesNotContain("secret");
    }

    @Test
    void keepsWhenToTryAgain() throws Exception {
        CallAnswer full = asked -> {
            throw new StatusException(503, "full");
        };
        CallException failure = failure(full);

        assertThat(failure.function()).isEqualTo("other");
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.retryAfter())
                .hasValueSatisfying(after -> assertThat(after).isPositive());
        assertThat(order(full).header("Retry-After")).contains("1");
    }

    @Test
    void blamesTheOtherFunctionForWhatIsNotItsJson() throws Exception {
        assertThat(order(asked -> "text").status()).isEqualTo(502);
    }

    @Test
    void doesNotCallWithoutTime() throws Exception {
        TestRequest late = TestRequest.get("/").deadline(Instant.now().minusSeconds(1));
        Object thrown = run(
                late,
                asked -> {
                    throw new AssertionError("called");
                },
                functions -> functions.call("other", null, Object.class));

        assertThat(thrown)
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.status()).isEqualTo(504));
    }

    @Test
    void namesAFunctionWithoutAnAnswer() throws Exception {
        Object thrown =
                run(TestRequest.get("/"), asked -> null, functions -> functions.call("mail", null, Object.class));

        assertThat(thrown)
                .isInstanceOf(IllegalStateException.class)
                .asString()
                .contains("answering(\"mail\", request -> ...)");
    }

    @Test
    void refusesCallsOnceRunHasReturned() throws Exception {
        Functions kept = (Functions) run(TestRequest.get("/"), asked -> null, functions -> functions);

        assertThatThrownBy(() -> kept.call("other", null, Object.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("run has returned");
    }

    @Test
    void refusesATargetThatAServerRefuses() throws Exception {
        assertThat(run(TestRequest.get("/"), asked -> null, functions -> functions.send("other", Call.get("/%zz"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void letsAFailedAssertionThrough() {
        assertThatThrownBy(() -> order(asked -> {
                    throw new AssertionError("meant by the test");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("meant by the test");
    }
}
