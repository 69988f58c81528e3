package dev.effe.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Answer;
import dev.effe.Call;
import dev.effe.CallException;
import dev.effe.Functions;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.StatusException;
import dev.effe.server.call.TestFunctions.Served;
import dev.effe.server.json.Json;
import dev.effe.server.kit.Soon;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls from orders to stock, wherever stock is. */
abstract class CallContract {

    static final Duration TIMEOUT = Duration.ofSeconds(30);

    final TestFunctions functions = new TestFunctions();
    final List<String> ended = new CopyOnWriteArrayList<>();

    /** Where a function that is served can be called. */
    abstract Callee reach(Served served) throws Exception;

    @AfterEach
    void close() throws Exception {
        functions.close();
    }

    /** The caller's action with the others. */
    interface Calling {
        @Nullable Object by(Functions functions) throws Exception;
    }

    private Served stock(Logic<?> logic, int contexts, int queue, Duration timeout) {
        return functions.serve("stock", logic, contexts, queue, timeout);
    }

    Served stock(Logic.Handler handler) {
        return stock(Logic.of(handler), 4, 10, TIMEOUT);
    }

    /** A caller of stock, which answers what it is given as JSON. */
    Served orders(Callee stock, Calling calling) {
        return orders(stock, calling, TIMEOUT);
    }

    private Served orders(Callee stock, Calling calling, Duration timeout) {
        Logic<?> logic = Logic.of((request, response) -> response.json(calling.by(request.functions())));
        Served served = functions.serve("orders", logic, 4, 10, timeout);
        Callees callees = name -> {
            assertThat(name).isEqualTo("stock");
            return stock;
        };
        served.function()
                .callBy(new FunctionCalls(
                        "orders",
                        callees,
                        16,
                        (from, to, end, nanos) -> ended.add(from + " " + to + " " + end.label())));
        return served;
    }

    private Reply ask(Served stock, Calling calling) throws Exception {
        return functions.send(orders(reach(stock), calling), TIMEOUT);
    }

    private static @Nullable Object call(Functions functions) {
        return functions.call("stock", Map.of("item", "tea"), Object.class);
    }

    private static String bodyOf(Reply reply) {
        return new String(reply.answer().body().bytes(), StandardCharsets.UTF_8);
    }

    private static @Nullable Object detailOf(Reply reply) {
        return ((Map<?, ?>) Json.read(reply.answer().body().bytes())).get("detail");
    }

    @Test
    void sendsJsonAndReadsJson() throws Exception {
        Served stock = stock((request, response) -> {
            Map<?, ?> input = request.json(Map.class);
            response.json(Map.of("is", input.get("item") + "!"));
        });
        Reply reply = ask(stock, CallContract::call);

        assertThat(reply.answer().status()).isEqualTo(200);
        assertThat(bodyOf(reply)).isEqualTo("{\"is\":\"tea!\"}");
        assertThat(ended).containsExactly("orders stock succeeded");
    }

    @Test
    void givesNullForNoBody() throws Exception {
        assertThat(bodyOf(ask(stock((request, response) -> response.status(204)), CallContract::call)))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, no, status",
        "404, 404, no, status",
        "499, 499, no, status",
        "500, 502, A function that is called failed, failed",
        "501, 502, A function that is called failed, failed",
        "502, 502, A function that is called failed, failed",
        "503, 503, A function that is called has no room now, rejected",
        "504, 504, A function that is called did not answer in time, timed_out",
        "508, 508, Calls between functions are nested more deeply than loop-limit allows, status",
        "599, 502, A function that is called failed, failed"
    })
    void passesAStatusOnByTheTable(int stocks, int orders, String detail, String end) throws Exception {
        Served stock = stock((request, response) -> {
            throw new StatusException(stocks, "no");
        });
        Reply reply = ask(stock, CallContract::call);

        assertThat(reply.answer().status()).isEqualTo(orders);
        assertThat(detailOf(reply)).isEqualTo(detail);
        assertThat(ended).containsExactly("orders stock " + end);
    }

    @ParameterizedTest
    @CsvSource({"304, 502", "409, 409", "500, 502"})
    void readsTheStatusOfAnAnswerThatIsNoProblem(int stocks, int orders) throws Exception {
        Reply reply = ask(stock((request, response) -> response.status(stocks).text("secret")), CallContract::call);

        assertThat(reply.answer().status()).isEqualTo(orders);
        assertThat(bodyOf(reply)).doesNotContain("secret");
    }

    @Test
    void tellsNothingOfAnExceptionAndKeepsItsOwnContext() throws Exception {
        Served stock = stock((request, response) -> {
            throw new IllegalStateException("secret");
        });
        Served orders = orders(reach(stock), CallContract::call);
        for (int i = 0; i < 3; i++) {
            Reply reply = functions.send(orders, TIMEOUT);
            assertThat(reply.answer().status()).isEqualTo(502);
            assertThat(bodyOf(reply)).doesNotContain("secret", "IllegalState");
        }
        assertThat(orders.function().pool().stats().stopped()).isZero();
    }

    @Test
    void keepsWhenToTryAgain() throws Exception {
        Served stock = stock((request, response) -> {
            response.header("Retry-After", "7");
            throw new StatusException(503, "full");
        });
        Reply reply = ask(stock, CallContract::call);

        assertThat(reply.answer().status()).isEqualTo(503);
        assertThat(reply.answer().headers().get("Retry-After")).containsExactly("7");
    }

    @Test
    void isRefusedWhileTheOtherFunctionIsFull() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Logic<?> logic = Logic.of((request, response) -> {
            begun.countDown();
            goOn.await();
            response.json("done");
        });
        Served stock = stock(logic, 1, 0, TIMEOUT);
        Served orders = orders(reach(stock), CallContract::call);
        AtomicReference<Reply> first = new AtomicReference<>();
        Thread other = new Thread(() -> first.set(functions.send(orders, TIMEOUT)));
        other.start();
        begun.await();
        try {
            Reply reply = functions.send(orders, TIMEOUT);
            assertThat(reply.answer().status()).isEqualTo(503);
            assertThat(reply.answer().headers().get("Retry-After")).containsExactly("1");
        } finally {
            goOn.countDown();
            other.join();
        }
        assertThat(first.get().answer().status()).isEqualTo(200);
    }

    @Test
    void isOutOfTimeWhenTheOtherFunctionMissesItsOwnDeadline() throws Exception {
        Logic<?> logic = Logic.of((request, response) -> new CountDownLatch(1).await());
        Reply reply = ask(stock(logic, 1, 0, Duration.ofSeconds(1)), CallContract::call);

        assertThat(reply.answer().status()).isEqualTo(504);
        assertThat(ended).containsExactly("orders stock timed_out");
    }

    @Test
    void endsTheOtherFunctionAtItsCallersDeadline() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicReference<Duration> left = new AtomicReference<>();
        Served stock = stock((request, response) -> {
            left.set(request.remaining());
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        });
        Served orders = orders(reach(stock), CallContract::call, Duration.ofSeconds(1));

        assertThat(functions.send(orders, TIMEOUT).answer().status()).isEqualTo(504);
        Soon.await().untilTrue(interrupted);
        assertThat(left.get()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void hasNoMoreTimeThanItsCallSays() throws Exception {
        AtomicReference<Duration> left = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Served stock = stock((request, response) -> {
            left.set(request.remaining());
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        });
        Calling calling = functions -> functions
                .send("stock", Call.get("/").timeout(Duration.ofSeconds(1)))
                .status();

        assertThat(bodyOf(ask(stock, calling))).isEqualTo("504");
        assertThat(left.get()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        Soon.await().untilTrue(interrupted);
    }

    @Test
    void isTheSameRequestToTheOtherFunction() throws Exception {
        AtomicReference<Request> seen = new AtomicReference<>();
        Served stock = stock((request, response) -> {
            seen.set(request);
            response.json(null);
        });
        Calling calling = functions -> functions
                .send(
                        "stock",
                        Call.of("PATCH", "/a%20b/[1]|{x}?y[]=^1&z=%7C")
                                .body("hello".getBytes(StandardCharsets.UTF_8), "text/plain")
                                .header("Accept", "a")
                                .header("Accept", "b"))
                .status();
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Served orders = orders(reach(stock), calling);
        Reply reply = functions.send(
                orders,
                TIMEOUT,
                "traceparent",
                parent,
                "tracestate",
                "a=b",
                "Authorization",
                "secret",
                "Effe-Depth",
                "2");

        assertThat(bodyOf(reply)).isEqualTo("200");
        Request request = seen.get();
        assertThat(request.method()).isEqualTo("PATCH");
        assertThat(request.target()).isEqualTo("/a%20b/%5B1%5D%7C%7Bx%7D?y[]=%5E1&z=%7C");
        assertThat(request.path()).isEqualTo("/a b/[1]|{x}");
        assertThat(request.query()).isEqualTo(Map.of("y[]", List.of("^1"), "z", List.of("|")));
        assertThat(request.text()).isEqualTo("hello");
        assertThat(request.id()).isEqualTo("outer");
        assertThat(request.traceparent()).contains(parent);
        assertThat(request.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
        assertThat(request.headers())
                .containsEntry("Accept", List.of("a", "b"))
                .containsEntry("Content-Type", List.of("text/plain"))
                .containsEntry("Content-Length", List.of("5"))
                .containsEntry("Host", List.of("stock"))
                .containsEntry("X-Request-Id", List.of("outer"))
                .containsEntry("tracestate", List.of("a=b"))
                .containsEntry("Effe-Depth", List.of("3"))
                .doesNotContainKeys("Authorization", CallToken.HEADER);
    }

    @Test
    void seesTheHeadersThatTheOtherFunctionHasSet() throws Exception {
        Served stock = stock((request, response) -> response.status(201)
                .header("Location", "/7")
                .addHeader("X-A", "1")
                .addHeader("X-A", "2")
                .text("made"));
        AtomicReference<Answer> answer = new AtomicReference<>();
        ask(stock, functions -> {
            answer.set(functions.send("stock", Call.get("/")));
            return null;
        });

        assertThat(answer.get().status()).isEqualTo(201);
        assertThat(answer.get().bytes()).asString(StandardCharsets.UTF_8).isEqualTo("made");
        assertThat(answer.get().header("LOCATION")).contains("/7");
        assertThat(answer.get().headers().keySet())
                .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                .containsExactlyInAnyOrder("Content-Type", "Location", "X-A");
        assertThat(answer.get().headers().get("x-a")).containsExactly("1", "2");
    }

    @Test
    void collectsAStreamUpToTheLimit() throws Exception {
        for (int more : List.of(0, 1)) {
            Served stock = stock((request, response) -> {
                try (OutputStream out = response.stream()) {
                    write(out, TestFunctions.MAX_BYTES + more);
                }
            });
            Reply reply = ask(stock, functions -> {
                Answer answer = functions.send("stock", Call.get("/"));
                return answer.status() == 200 ? answer.bytes().length : answer.status();
            });

            assertThat(bodyOf(reply)).isEqualTo(Integer.toString(more == 0 ? TestFunctions.MAX_BYTES : 502));
        }
    }

    private static void write(OutputStream out, int length) throws IOException {
        byte[] part = new byte[1000];
        for (int left = length; left > 0; left -= part.length) {
            out.write(part, 0, Math.min(left, part.length));
        }
    }

    @Test
    void refusesAnAnswerThatIsTooLarge() throws Exception {
        for (int more : List.of(0, 1)) {
            Served stock = stock((request, response) -> response.send(new byte[TestFunctions.MAX_BYTES + more]));
            Reply reply = ask(
                    stock, functions -> functions.send("stock", Call.get("/")).status());

            assertThat(bodyOf(reply)).isEqualTo(more == 0 ? "200" : "502");
        }
    }

    @Test
    void doesNotTakeAnAnswerThatIsCut() throws Exception {
        Served stock = stock((request, response) -> {
            OutputStream out = response.stream();
            out.write(new byte[10]);
            out.flush();
            throw new IllegalStateException("meant by the test");
        });

        assertThat(bodyOf(ask(
                        stock,
                        functions -> functions.send("stock", Call.get("/")).status())))
                .isEqualTo("502");
    }

    @Test
    void blamesTheOtherFunctionForWhatIsNoJson() throws Exception {
        assertThat(ask(stock((request, response) -> response.text("tea")), CallContract::call)
                        .answer()
                        .status())
                .isEqualTo(502);
        Calling typed = functions -> functions.call("stock", null, Integer.class);
        assertThat(ask(stock((request, response) -> response.json("tea")), typed)
                        .answer()
                        .status())
                .isEqualTo(502);
    }

    @ParameterizedTest
    @CsvSource({"15, 200", "16, 508", "9999999, 508", "10000000, 200", "x, 200", "-1, 200"})
    void isRefusedBeyondTheLoopLimit(String depth, int status) throws Exception {
        AtomicBoolean called = new AtomicBoolean();
        Served stock = stock((request, response) -> {
            called.set(true);
            response.json(null);
        });
        Served orders = orders(reach(stock), CallContract::call);

        Reply reply = functions.send(orders, TIMEOUT, "Effe-Depth", depth);
        assertThat(reply.answer().status()).isEqualTo(status);
        assertThat(called.get()).isEqualTo(status == 200);
    }

    @Test
    void tellsACallerThatCatchesIt() throws Exception {
        Served stock = stock((request, response) -> {
            throw new StatusException(404, "There is no tea");
        });
        Calling calling = functions -> {
            try {
                return call(functions);
            } catch (CallException e) {
                return e.function() + " " + e.status() + " " + e.getMessage();
            }
        };

        assertThat(bodyOf(ask(stock, calling))).isEqualTo("\"stock 404 There is no tea\"");
    }

    @Test
    void worksOnAnyThreadUntilRunReturns() throws Exception {
        Served stock = stock((request, response) -> response.json("here"));
        AtomicReference<Functions> kept = new AtomicReference<>();
        AtomicReference<Object> result = new AtomicReference<>();
        Calling calling = functions -> {
            kept.set(functions);
            Thread thread = new Thread(() -> result.set(call(functions)));
            thread.start();
            thread.join(TimeUnit.SECONDS.toMillis(60));
            return result.get();
        };

        assertThat(bodyOf(ask(stock, calling))).isEqualTo("\"here\"");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> call(kept.get())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("run has returned");
    }
}
