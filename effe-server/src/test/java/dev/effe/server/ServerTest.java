package dev.effe.server;

import static ch.qos.logback.classic.Level.ERROR;
import static ch.qos.logback.classic.Level.INFO;
import static ch.qos.logback.classic.Level.WARN;
import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.RecordingLogic;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The whole server with a function that records its calls. */
class ServerTest {

    @Test
    void callsTheFunctionInOrder() throws Exception {
        RecordingLogic logic = RecordingLogic.hello();
        try (ServerTester server = ServerTester.start(logic).ready()) {
            assertThat(server.get("/").body()).isEqualTo("hello");
            assertThat(server.get("/again").body()).isEqualTo("hello");
        }
        assertThat(logic.calls).containsExactly("init", "start 1", "run 1", "run 1", "stop 1", "close");
    }

    @Test
    void isReadyOnceMinContextsAreStartedAndNotBefore() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        RecordingLogic logic = new RecordingLogic((request, response) -> {}) {
            @Override
            public Integer start() throws Exception {
                if (broken.get()) {
                    throw new IOException("no database");
                }
                return super.start();
            }
        };
        try (ServerTester server = ServerTester.start(logic, "min-contexts", "3")) {
            await().atMost(ServerTester.PATIENCE).until(() -> server.metric("effe_contexts_start_failures_total") > 1);
            assertThat(server.get("/_effe/readyz").statusCode()).isEqualTo(503);
            assertThat(server.get("/_effe/readyz").body()).isEqualTo("starting\n");
            assertThat(server.get("/_effe/livez").statusCode()).isEqualTo(200);

            HttpResponse<String> answer = server.get("/");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .contains("\"type\":\"urn:effe:error:starting\"")
                    .doesNotContain("database");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();

            broken.set(false);
            server.ready();
            assertThat(server.get("/_effe/readyz").statusCode()).isEqualTo(200);
            assertThat(logic.calls).contains("start 1", "start 2", "start 3");
            assertThat(server.metric("effe_contexts{state=\"idle\"}")).isEqualTo(3);
        }
    }

    @Test
    void theContextClassLoaderIsTheFunctionsInEveryCall() throws Exception {
        ClassLoader own = new URLClassLoader(new URL[0], getClass().getClassLoader());
        RecordingLogic logic = RecordingLogic.hello();
        try (ServerTester server =
                ServerTester.start(new LoadedLogic(logic, own, false, "test")).ready()) {
            server.get("/");
        }
        assertThat(logic.loaders).hasSize(5).containsOnly(own);
    }

    @Test
    void logLinesOfTheFunctionCarryTheRequestId() throws Exception {
        RecordingLogic logic = new RecordingLogic((request, response) ->
                LoggerFactory.getLogger("com.acme.Orders").info("Taken"));
        try (ServerTester server = ServerTester.start(logic).ready()) {
            assertThat(server.get("/mdc").headers().firstValue("X-Request-Id")).contains("id-of-mdc");
            assertThat(server.logged(INFO))
                    .filteredOn(event -> event.getMessage().equals("Taken"))
                    .extracting(server::callOf)
                    .containsExactly("id-of-mdc");
        }
    }

    @Test
    void aFailureIsLoggedOnceAndAStatusIsNot() throws Exception {
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            if (request.path().equals("/status")) {
                throw new StatusException(418, "no coffee");
            }
            throw new IOException("secret");
        });
        try (ServerTester server = ServerTester.start(logic).ready()) {
            HttpResponse<String> status = server.get("/status");
            HttpResponse<String> failure = server.get("/failure");

            assertThat(status.statusCode()).isEqualTo(418);
            assertThat(status.body()).contains("no coffee");
            assertThat(failure.statusCode()).isEqualTo(500);
            assertThat(failure.body()).contains("id-of-failure").doesNotContain("secret", "IOException");
            assertThat(server.logged(WARN)).hasSize(1);
            ILoggingEvent event = server.logged(ERROR).get(0);
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("secret");
            assertThat(server.callOf(event)).isEqualTo("id-of-failure");
            await().atMost(ServerTester.PATIENCE).until(() -> logic.calls.contains("stop 1"));
            assertThat(logic.calls).startsWith("init", "start 1", "run 1", "run 1");
        }
    }

    /** An exception of the user's own is logged after its answer, also where the context is kept. */
    @Test
    void aFailureIsLoggedAlsoIfItsContextIsReusable() throws Exception {
        class OwnException extends Exception {
            private static final long serialVersionUID = 1;
        }
        Logic<String> logic = new Logic<>() {
            @Override
            public String start() {
                return "";
            }

            @Override
            public void run(String context, Request request, Response response) throws Exception {
                throw new OwnException();
            }

            @Override
            public boolean reusable(String context, Throwable failure) {
                return true;
            }
        };
        try (ServerTester server = ServerTester.start(logic).ready()) {
            assertThat(server.get("/a").statusCode()).isEqualTo(500);
            await().atMost(ServerTester.PATIENCE)
                    .untilAsserted(() -> assertThat(server.logged(ERROR)).hasSize(1));
        }
    }

    @Test
    void aFailureThatCannotBeLoggedIsAnsweredToo() throws Exception {
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1;

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException("a bug in an exception");
                }
            };
        });
        try (ServerTester server =
                ServerTester.start(logic, "max-contexts", "1").ready()) {
            assertThat(server.get("/").statusCode()).isEqualTo(500);
            assertThat(server.get("/").statusCode())
                    .as("its place is free again")
                    .isEqualTo(500);
            await().atMost(ServerTester.PATIENCE)
                    .untilAsserted(() -> assertThat(server.logged(ERROR))
                            .hasSize(2)
                            .allSatisfy(event ->
                                    assertThat(event.getFormattedMessage()).contains("cannot be logged")));
        }
    }

    @Test
    void anAnswerDoesNotWaitForWhatAFailureHasToSay() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        class Blocking extends StatusException {
            private static final long serialVersionUID = 1;

            Blocking() {
                super(418, "no coffee");
            }

            @Override
            public synchronized Throwable getCause() {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return this;
            }
        }
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            if (request.path().equals("/status")) {
                throw new Blocking();
            }
            throw new IllegalStateException("outer", new Blocking());
        });
        try (ServerTester server =
                ServerTester.start(logic, "max-contexts", "1").ready()) {
            for (int i = 0; i < 20; i++) {
                assertThat(server.get("/" + i).statusCode()).isEqualTo(500);
            }
            HttpResponse<String> status = server.get("/status");
            assertThat(status.statusCode()).isEqualTo(418);
            assertThat(status.body()).contains("no coffee");
            never.countDown();
            await().atMost(ServerTester.PATIENCE)
                    .until(() -> server.logged(ERROR).size() == 20);
        }
    }

    @Test
    void aStatusThatCannotBeReadIsAFailure() throws Exception {
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            throw new StatusException(400, "") {
                private static final long serialVersionUID = 1;

                @Override
                public int status() {
                    return request.path().equals("/200") ? 200 : super.status();
                }

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException("a bug in an exception");
                }
            };
        });
        try (ServerTester server = ServerTester.start(logic).ready()) {
            assertThat(server.get("/200").statusCode()).isEqualTo(500);
            assertThat(server.get("/400").statusCode()).isEqualTo(500);
            assertThat(server.metric("effe_invocations_seconds_count{outcome=\"failed\"}"))
                    .isEqualTo(2);
        }
    }

    @Test
    void answers503WhenAtCapacityAndNotBefore() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            running.countDown();
            go.await();
            response.text("done");
        });
        try (ServerTester server =
                ServerTester.start(logic, "max-contexts", "2", "max-queue", "1").ready()) {
            List<CompletableFuture<HttpResponse<String>>> taken = List.of(server.getAsync("/1"), server.getAsync("/2"));
            running.await();
            CompletableFuture<HttpResponse<String>> queued = server.getAsync("/3");
            await().atMost(ServerTester.PATIENCE).until(() -> server.metric("effe_invocations_queued") == 1);

            HttpResponse<String> refused = server.get("/4");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("urn:effe:error:overloaded");
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(server.metric("effe_invocations_running")).isEqualTo(2);
            assertThat(server.metric("effe_contexts{state=\"in_use\"}")).isEqualTo(2);

            go.countDown();
            assertThat(queued.join().body()).isEqualTo("done");
            assertThat(taken)
                    .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("done"));
            assertThat(server.metric("effe_invocations_seconds_count{outcome=\"rejected\"}"))
                    .isEqualTo(1);
            assertThat(server.metric("effe_invocations_seconds_count{outcome=\"succeeded\"}"))
                    .isEqualTo(3);
        }
    }

    @Test
    void whoWaitsTooLongInTheQueueGets503() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        RecordingLogic logic = new RecordingLogic((request, response) -> go.await());
        try (ServerTester server = ServerTester.start(logic, "max-contexts", "1", "queue-timeout", "1s")
                .ready()) {
            CompletableFuture<HttpResponse<String>> running = server.getAsync("/1");
            await().atMost(ServerTester.PATIENCE).until(() -> logic.calls.contains("run 1"));

            HttpResponse<String> waited = server.get("/2");
            assertThat(waited.statusCode()).isEqualTo(503);
            assertThat(waited.body()).contains("urn:effe:error:overloaded");
            go.countDown();
            assertThat(running.join().statusCode()).isEqualTo(200);
            assertThat(logic.calls).containsOnlyOnce("run 1");
        }
    }

    @Test
    void theAdminPortHasHealthMetricsAndInfo() throws Exception {
        try (ServerTester server = ServerTester.start(RecordingLogic.hello()).ready()) {
            server.get("/");
            assertThat(server.getAdmin("/livez").body()).isEqualTo("ok\n");
            assertThat(server.getAdmin("/readyz").body()).isEqualTo("ok\n");
            assertThat(server.getAdmin("/_effe/readyz").body()).isEqualTo("ok\n");
            assertThat(server.getAdmin("/").statusCode()).isEqualTo(200);
            assertThat(server.getAdmin("/other").statusCode()).isEqualTo(404);
            assertThat(server.getAdmin("/info").body())
                    .contains("\"state\":\"running\"", "\"function\":\"dev.effe.server.kit.RecordingLogic\"");
            HttpResponse<String> metrics = server.getAdmin("/metrics");
            assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/plain");
            assertThat(metrics.body())
                    .contains("effe_contexts{state=\"idle\"} 1.0")
                    .contains("effe_contexts{state=\"starting\"}", "effe_contexts{state=\"stopping\"}")
                    .contains("effe_contexts{state=\"overdue\"}")
                    .contains("effe_contexts_started_total 1.0", "effe_contexts_stopped_total 0.0")
                    .contains("effe_contexts_start_failures_total", "effe_contexts_stop_failures_total")
                    .contains("effe_invocations_open", "effe_invocations_running", "effe_invocations_queued")
                    .contains("effe_invocations_seconds_count{outcome=\"succeeded\"} 1")
                    .doesNotContain("outcome=\"failed\"", "effe_http_refused_total")
                    .contains("effe_contexts_limit 1000.0", "effe_build_info{java=")
                    .contains("effe_http_connections", "effe_http_connections_refused_total")
                    .contains("effe_http_client_aborts_total", "effe_http_stalled_total")
                    .contains("jvm_memory_used_bytes", "process_uptime_seconds", "jvm_threads_live_threads");
        }
    }
}
