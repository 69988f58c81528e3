package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.health.ServerState;
import dev.effe.server.kit.Hang;
import dev.effe.server.kit.RecordingLogic;
import dev.effe.server.kit.Soon;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Puts a server into each of its states, and asks everyone who says something of it: they agree. */
class HealthTest {

    /** Operators and clients see this of a server at one moment. */
    private static void assertSeen(ServerTester server, int live, int ready, int traffic) {
        Soon.await().untilAsserted(() -> assertThat(seen(server)).isEqualTo(List.of(live, ready, live, ready)));
        assertThat(server.metric("effe_live")).isEqualTo(live == 200 ? 1 : 0);
        assertThat(server.metric("effe_ready")).isEqualTo(ready == 200 ? 1 : 0);
        HttpResponse<String> answer = server.get("/traffic");
        assertThat(answer.statusCode()).isEqualTo(traffic);
        assertThat(answer.headers().firstValue("Retry-After").isPresent())
                .as("%s %s", answer, answer.body())
                .isEqualTo(traffic == 503);
    }

    private static List<Integer> seen(ServerTester server) {
        return List.of(
                server.get("/_effe/livez").statusCode(),
                server.get("/_effe/readyz").statusCode(),
                server.getAdmin("/livez").statusCode(),
                server.getAdmin("/readyz").statusCode());
    }

    @Test
    void wellAndThenFull() throws Exception {
        Hang run = new Hang();
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            if (request.path().equals("/hang")) {
                run.hang();
            }
            response.text("done");
        });
        try (ServerTester server =
                ServerTester.start(logic, "max-contexts", "1", "max-queue", "0").ready()) {
            assertSeen(server, 200, 200, 200);

            CompletableFuture<HttpResponse<String>> call = server.getAsync("/hang");
            run.awaitEntered();
            assertSeen(server, 200, 200, 503); // As load is, this is over soon: a place for the next is not taken away.
            assertThat(server.metric("effe_invocations_running")).isEqualTo(1);

            run.end();
            assertThat(call.join().statusCode()).isEqualTo(200);
            assertSeen(server, 200, 200, 200);
            assertThat(server.server.stop()).isTrue();
        }
    }

    @Test
    void stuckAndThenWellAgain() throws Exception {
        List<Hang> hangs = List.of(new Hang(), new Hang(), new Hang());
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            if (request.path().startsWith("/hang")) {
                hangs.get(Integer.parseInt(request.path().substring(5))).hang();
            }
        });
        try (ServerTester server = ServerTester.start(
                        logic, "max-contexts", "1", "timeout", "2s", "queue-timeout", "1s", "context-idle", "1s")
                .ready()) {
            for (int i = 0; i < 2; i++) {
                assertThat(server.get("/hang" + i).statusCode()).isEqualTo(504);
            }
            assertSeen(server, 200, 200, 200);
            assertThat(server.get("/hang2").statusCode()).isEqualTo(504);

            assertSeen(server, 503, 503, 503);
            assertThat(server.metric("effe_contexts{state=\"overdue\"}")).isEqualTo(3);
            assertThat(server.get("/_effe/readyz").body()).startsWith("too many calls do not return (");
            assertThat(server.logged(Level.ERROR)).singleElement().satisfies(line -> {
                String text = line.getFormattedMessage();
                assertThat(text).startsWith("The server is no longer live: too many calls do not return (");
                assertThat(text.split("dev\\.effe\\.server\\.kit\\.Hang\\.hang", -1))
                        .as("the stacks of three")
                        .hasSize(4);
            });

            hangs.get(0).end();
            assertSeen(server, 200, 200, 200);
            Soon.await()
                    .untilAsserted(() -> assertThat(server.logged(Level.INFO))
                            .anySatisfy(line -> assertThat(line.getFormattedMessage())
                                    .startsWith("The server is live again after ")));
            assertThat(server.logged(Level.ERROR)).hasSize(1);
            hangs.forEach(Hang::end);
        }
    }

    /** Contexts that were never stopped are not a good end. */
    @Test
    void whoeverLeavesContextsBehindDoesNotStopWell() throws Exception {
        Hang run = new Hang();
        RecordingLogic logic = new RecordingLogic((request, response) -> run.hang());
        try (ServerTester server =
                ServerTester.start(logic, "timeout", "1s", "stop-timeout", "1s").ready()) {
            assertThat(server.get("/").statusCode()).isEqualTo(504);
            assertThat(server.server.stop()).isFalse();
        } finally {
            run.end();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "older Java has no good virtual workers")
    void starvedAndThenWellAgain() throws Exception {
        AtomicBoolean released = new AtomicBoolean();
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            while (request.path().equals("/spin") && !released.get()) {
                Thread.onSpinWait();
            }
        });
        try (ServerTester server = ServerTester.start(
                        logic, "workers", "virtual", "timeout", "1s", "context-idle", "1s", "max-contexts", "1000")
                .ready()) {
            List<CompletableFuture<HttpResponse<String>>> spinning = new ArrayList<>();
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                spinning.add(server.getAsync("/spin"));
            }
            spinning.forEach(call -> assertThat(call.join().statusCode()).isEqualTo(504));
            Soon.await().untilAsserted(() -> {
                assertThat(server.get("/_effe/livez").statusCode()).isEqualTo(503);
                assertThat(server.get("/_effe/readyz").statusCode()).isEqualTo(503);
            });
            assertThat(server.get("/_effe/readyz").body()).startsWith("no worker gets to run");
            assertThat(server.get("/traffic").statusCode()).isEqualTo(504);
            assertThat(server.logged(Level.ERROR))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getFormattedMessage())
                            .startsWith("The server is no longer live: no worker gets to run")
                            .contains("\tat dev.effe.server.HealthTest"));
            released.set(true);
            assertSeen(server, 200, 200, 200);
        } finally {
            released.set(true);
        }
    }

    /** All contexts are lost, and their successors cannot be started. */
    @Test
    void startsThatFailAndThenSucceed() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        RecordingLogic logic =
                new RecordingLogic((request, response) -> {
                    if (broken.get()) {
                        throw new IllegalStateException("meant by the test");
                    }
                }) {
                    @Override
                    public Integer start() throws Exception {
                        if (broken.get()) {
                            throw new IllegalStateException("meant by the test");
                        }
                        return super.start();
                    }

                    @Override
                    public boolean reusable(Integer context, Throwable failure) {
                        return false;
                    }
                };
        try (ServerTester server =
                ServerTester.start(logic, "context-idle", "1s").ready()) {
            broken.set(true);
            assertThat(server.get("/").statusCode()).isEqualTo(500);
            assertSeen(server, 200, 503, 503);
            assertThat(server.get("/_effe/readyz").body()).isEqualTo("no context can be started\n");

            broken.set(false);
            assertSeen(server, 200, 200, 200);
        }
    }

    @Test
    void notYetStarted() throws Exception {
        Hang start = new Hang();
        RecordingLogic logic = new RecordingLogic((request, response) -> {}) {
            @Override
            public Integer start() throws Exception {
                start.hang();
                return super.start();
            }
        };
        try (ServerTester server = ServerTester.start(logic, "max-contexts", "1", "timeout", "1s")) {
            start.awaitEntered();
            assertThat(server.get("/_effe/livez").statusCode()).isEqualTo(200);
            assertThat(server.get("/_effe/readyz").body()).isEqualTo("starting\n");
            assertThat(server.getAdmin("/readyz").statusCode()).isEqualTo(503);
            assertThat(server.metric("effe_ready")).isZero();
            assertThat(server.get("/traffic").statusCode())
                    .as("the claim and the timer meet")
                    .isIn(503, 504);

            start.end();
            assertSeen(server, 200, 200, 200);
        }
    }

    @Test
    void draining() throws Exception {
        Hang run = new Hang();
        RecordingLogic logic = new RecordingLogic((Request request, Response response) -> {
            if (request.path().equals("/hang")) {
                run.hang();
            }
        });
        try (ServerTester server =
                ServerTester.start(logic, "drain-delay", "60s").ready()) {
            CompletableFuture<HttpResponse<String>> call = server.getAsync("/hang");
            run.awaitEntered();
            Thread stopper = new Thread(server.server::stop);
            stopper.start();
            Soon.await().until(() -> server.server.state() == ServerState.DRAINING);
            assertSeen(server, 200, 503, 200);
            assertThat(server.get("/_effe/readyz").body()).isEqualTo("draining\n");

            run.end();
            assertThat(call.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            stopper.interrupt(); // The patience of the drain ends.
            stopper.join();
        }
    }
}
