package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.dispatch.Outcome;
import dev.effe.server.function.LoadException;
import dev.effe.server.kit.Servers;
import dev.effe.server.kit.Soon;
import dev.effe.server.route.Call;
import dev.effe.server.route.Route;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One function that is replaced while a server serves it. */
class ReloadingServerTest {

    private static final Reload REPLACED = new Reload(List.of(), List.of(""), List.of(), List.of());
    private static final Reload KEPT = new Reload(List.of(""), List.of(), List.of(), List.of());
    private static final Reload ADDED = new Reload(List.of(), List.of(), List.of(""), List.of());

    @TempDir
    Path folder;

    private ReloadTester start(String... flags) throws StartException {
        return new ReloadTester(folder, flags);
    }

    @ParameterizedTest
    @MethodSource("dev.effe.server.ReloadTester#workers")
    void servesTheNewCodeOnceItIsReloaded(String workers) throws Exception {
        try (ReloadTester tester = start("--workers", workers)) {
            assertThat(tester.getAsync("/").join().statusCode()).isEqualTo(503);
            assertThat(tester.get("/_effe/readyz")).isEqualTo("starting\n");
            assertThat(tester.reload(1)).isEqualTo(ADDED);
            assertThat(tester.get("/_effe/readyz")).isEqualTo("ok\n");
            assertThat(tester.get("/")).isEqualTo("v00001 v00001");
            assertThat(tester.reload(2)).isEqualTo(REPLACED);
            assertThat(tester.get("/")).isEqualTo("v00002 v00002");
            assertThat(tester.reload(2)).isEqualTo(KEPT);
            assertThat(tester.reload(1)).isEqualTo(REPLACED);
            assertThat(tester.get("/")).isEqualTo("v00001 v00001");
            tester.awaitLoaders(1);
        }
    }

    @Test
    void aSettingOrAKeyThatChangesReplacesTheFunction() throws Exception {
        try (ReloadTester tester = start()) {
            tester.reload(1);
            assertThat(tester.reload(1, "--timeout", "10s")).isEqualTo(REPLACED);
            assertThat(tester.reload(1, "--timeout", "10s")).isEqualTo(KEPT);
            assertThat(tester.reload(1, "--timeout", "10s", "--set", "a=b")).isEqualTo(REPLACED);
            assertThat(tester.reload(1, "--timeout", "10s", "--set", "a=b")).isEqualTo(KEPT);
            assertThat(tester.reload(1, "--timeout", "10s", "--set", "a=c")).isEqualTo(REPLACED);
            assertThat(tester.reload(1, "--route", "GET /a/{b}")).isEqualTo(REPLACED);
            assertThat(tester.reload(1, "--route", "GET /a/{b}")).isEqualTo(KEPT);
            assertThat(tester.getAsync("/").join().statusCode()).isEqualTo(404);
            assertThat(tester.get("/a/b")).isEqualTo("v00001 v00001");
        }
    }

    @Test
    void whatIsReplacedIsStoppedAndClosedInOrder() throws Exception {
        try (ReloadTester tester = start("--min-contexts", "2")) {
            tester.record(1, "init", "start", "stop", "close");
            tester.record(2, "init", "start", "stop", "close");
            tester.reload(1);
            assertThat(tester.calls).containsExactly("init 1", "start 1", "start 1");
            tester.reload(2);
            Soon.await().until(() -> tester.calls.contains("close 1"));
            assertThat(tester.calls)
                    .containsSubsequence("start 2", "start 2", "stop 1", "stop 1", "close 1")
                    .hasSize(9);
        }
    }

    @Test
    void aFailureLeavesTheOldOneServingAndNothingOfTheNewOne() throws Exception {
        try (ReloadTester tester = start("--min-contexts", "1", "--init-timeout", "1s", "--start-timeout", "1s")) {
            tester.reload(1);
            tester.on("init", 2, ReloadingServerTest::fail);
            tester.record(2, "close");
            tester.on("start", 3, ReloadingServerTest::fail);
            tester.record(3, "close", "stop");
            CountDownLatch never = new CountDownLatch(1);
            tester.hold("init", 4, never);
            tester.hold("start", 5, never);
            tester.record(5, "close");

            assertThatThrownBy(() -> tester.reload(2))
                    .isInstanceOf(StartException.class)
                    .hasMessageMatching("The init of com.acme.Versioned in classes-2 failed: .*meant by the test.*");
            assertThatThrownBy(() -> tester.reload(3))
                    .isInstanceOf(StartException.class)
                    .hasMessageMatching("The start of com.acme.Versioned in classes-3 failed: .*meant by the test.*");
            assertThatThrownBy(() -> tester.reload(4))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("longer than init-timeout, 1 s");
            assertThatThrownBy(() -> tester.reload(5))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("longer than start-timeout, 1 s");
            assertThatThrownBy(() -> tester.reload(Map.of("", new DevCode(List.of(folder.resolve("none")), "1"))))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("none does not exist");

            assertThat(tester.get("/")).isEqualTo("v00001 v00001");
            assertThat(tester.calls).containsExactlyInAnyOrder("close 3", "close 5");
            tester.awaitLoaders(1);
            assertThat(tester.reload(6)).isEqualTo(REPLACED);
        }
    }

    @Test
    void oneContextIsStartedEvenWithoutAMinimum() throws Exception {
        try (ReloadTester tester = start("--min-contexts", "0", "--admin-port", "0")) {
            tester.reload(1);
            assertThat(metric(tester, "effe_contexts{state=\"idle\"}")).isEqualTo(1);
            tester.on("start", 2, ReloadingServerTest::fail);
            assertThatThrownBy(() -> tester.reload(2))
                    .isInstanceOf(StartException.class)
                    .hasRootCauseInstanceOf(IllegalStateException.class);
            assertThat(tester.get("/")).isEqualTo("v00001 v00001");
        }
    }

    private static Object fail() {
        throw new IllegalStateException("meant by the test");
    }

    @Test
    void aCallThatRunsDuringReloadsEndsWithItsOwnCode() throws Exception {
        try (ReloadTester tester = start("--min-contexts", "1")) {
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch begun = tester.hold("slow", 1, goOn);
            tester.record(1, "stop", "close");
            tester.reload(1);
            CompletableFuture<HttpResponse<String>> slow = tester.getAsync("/slow");
            begun.await();
            for (int version = 2; version <= 5; version++) {
                tester.reload(version);
                assertThat(tester.get("/")).startsWith(ReloadTester.text(version));
            }
            tester.awaitLoaders(2);
            assertThat(tester.calls).isEmpty();
            goOn.countDown();
            assertThat(slow.join().body()).isEqualTo("v00001 v00001");
            Soon.await().untilAsserted(() -> assertThat(tester.calls).containsExactly("stop 1", "close 1"));
            tester.awaitLoaders(1);
        }
    }

    @Test
    void anAnswerThatIsStreamedDuringAReloadIsWhole() throws Exception {
        try (ReloadTester tester = start()) {
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch begun = tester.hold("stream", 1, goOn);
            tester.reload(1);
            CompletableFuture<HttpResponse<String>> streamed = tester.getAsync("/stream");
            begun.await();
            tester.reload(2);
            tester.reload(3);
            goOn.countDown();
            assertThat(streamed.join().body()).isEqualTo("v00001 began\nv00001 ended\n");
            tester.awaitLoaders(1);
        }
    }

    @Test
    void callsThatWaitForAPlaceAreServedByTheCodeThatTheyCameTo() throws Exception {
        try (ReloadTester tester = start("--max-contexts", "1", "--admin-port", "0")) {
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch begun = tester.hold("slow", 1, goOn);
            tester.record(1, "start", "stop");
            tester.reload(1);
            List<CompletableFuture<HttpResponse<String>>> old = new ArrayList<>(List.of(tester.getAsync("/slow")));
            begun.await();
            for (int i = 0; i < 5; i++) {
                old.add(tester.getAsync("/"));
            }
            Soon.await().until(() -> metric(tester, "effe_invocations_queued") == 5);
            tester.reload(2);
            assertThat(tester.get("/")).isEqualTo("v00002 v00002");
            goOn.countDown();
            for (CompletableFuture<HttpResponse<String>> answer : old) {
                assertThat(answer.join().body()).isEqualTo("v00001 v00001");
            }
            Soon.await().untilAsserted(() -> assertThat(tester.calls).containsExactly("start 1", "stop 1"));
            assertThat(metric(tester, "effe_contexts_started_total")).isEqualTo(2);
            Soon.await().until(() -> metric(tester, "effe_contexts_stopped_total") == 1);
        }
    }

    private static double metric(ReloadTester tester, String name) {
        return Servers.metric(tester.admin("/metrics").body(), name);
    }

    @Test
    void aCallThatHangsHoldsNoOtherReloadAndIsNamed() throws Exception {
        try (ReloadTester tester = start("--timeout", "1s", "--stop-timeout", "1s")) {
            AtomicBoolean free = new AtomicBoolean();
            Semaphore wakes = new Semaphore(0);
            CountDownLatch begun = new CountDownLatch(1);
            tester.on("hang", 1, () -> {
                begun.countDown();
                while (!free.get()) {
                    wakes.acquireUninterruptibly();
                }
                return null;
            });
            tester.reload(1);
            CompletableFuture<HttpResponse<String>> hanging = tester.getAsync("/hang");
            begun.await();
            tester.reload(2);
            tester.reload(3);
            assertThat(tester.get("/")).isEqualTo("v00003 v00003");
            assertThat(hanging.join().statusCode()).isEqualTo(504);
            Soon.await()
                    .atMost(ReloadTester.PATIENCE)
                    .untilAsserted(() -> assertThat(tester.warnings())
                            .anyMatch(line ->
                                    line.startsWith("com.acme.Versioned in classes-1 is out of service, but calls")));
            tester.awaitLoaders(2);
            free.set(true);
            wakes.release();
            tester.awaitLoaders(1);
        }
    }

    @Test
    void twoReloadsAtOnceComeOneAfterTheOther() throws Exception {
        try (ReloadTester tester = start()) {
            tester.reload(1);
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch begun = tester.hold("init", 2, goOn);
            tester.record(3, "init");
            CompletableFuture<Reload> first = tester.reloadAsync(2);
            begun.await();
            CompletableFuture<Reload> second = tester.reloadAsync(3);
            assertThat(tester.get("/")).isEqualTo("v00001 v00001");
            assertThat(tester.calls).isEmpty();
            goOn.countDown();
            assertThat(first.join()).isEqualTo(REPLACED);
            assertThat(second.join()).isEqualTo(REPLACED);
            assertThat(tester.get("/")).isEqualTo("v00003 v00003");
        }
    }

    @Test
    void aStopEndsAReloadAndStopsEveryContextOnce() throws Exception {
        ReloadTester tester = start("--min-contexts", "2", "--stop-timeout", "2s");
        try (tester) {
            tester.record(1, "start", "stop", "close");
            tester.record(2, "start", "stop", "close");
            tester.reload(1);
            CountDownLatch begun = tester.hold("init", 2, new CountDownLatch(1));
            CompletableFuture<Reload> reload = tester.reloadAsync(2);
            begun.await();
            assertThat(tester.server.stop()).isTrue();
            assertThat(reload.handle((done, failure) -> failure).get(60, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(InterruptedException.class);
            assertThatThrownBy(() -> tester.reload(3))
                    .isInstanceOf(StartException.class)
                    .hasMessage("The server stops");
        }
        assertThat(tester.calls).containsExactlyInAnyOrder("start 1", "start 1", "stop 1", "stop 1", "close 1");
    }

    @Test
    void aStopWhileContextsAreStartedStopsThemToo() throws Exception {
        ReloadTester tester = start("--min-contexts", "1");
        try (tester) {
            CountDownLatch begun = tester.hold("start", 1, new CountDownLatch(1));
            tester.record(1, "init", "stop", "close");
            CompletableFuture<Reload> reload = tester.reloadAsync(1);
            begun.await();
            assertThat(tester.server.stop()).isTrue();
            assertThat(reload.handle((done, failure) -> failure).get(60, TimeUnit.SECONDS))
                    .isNotNull();
        }
        assertThat(tester.calls).containsExactly("init 1", "close 1");
    }

    @Test
    void aStopWaitsForTheCallsOfWhatIsReplaced() throws Exception {
        ReloadTester tester = start();
        CompletableFuture<HttpResponse<String>> slow;
        try (tester) {
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch begun = tester.hold("slow", 1, goOn);
            tester.record(1, "stop", "close");
            tester.record(2, "stop", "close");
            tester.reload(1);
            slow = tester.getAsync("/slow");
            begun.await();
            tester.reload(2);
            tester.get("/");
            CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(tester.server::stop);
            goOn.countDown();
            assertThat(stopped.join()).isTrue();
        }
        assertThat(slow.join().body()).isEqualTo("v00001 v00001");
        assertThat(tester.calls).containsExactlyInAnyOrder("stop 1", "close 1", "stop 2", "close 2");
    }

    @Test
    void anEventThatWaitsGoesToTheFunctionOfNow() throws Exception {
        try (ReloadTester tester = start("--lambda-port", "0", "--max-contexts", "1", "--max-events-running", "1")) {
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch begun = tester.hold("run", 1, goOn);
            tester.record(2, "run");
            tester.reload(1);
            String path = "/2015-03-31/functions/function/invocations";
            int port = tester.server.lambdaPort().orElseThrow();
            for (int i = 0; i < 2; i++) {
                assertThat(tester.post(port, path, "{}", "X-Amz-Invocation-Type", "Event")
                                .statusCode())
                        .isEqualTo(202);
            }
            begun.await();
            tester.reload(2);
            assertThat(tester.calls).isEmpty();
            goOn.countDown();
            Soon.await().untilAsserted(() -> assertThat(tester.calls).containsExactly("run 2"));
            assertThat(tester.post(port, path, "{}").body()).contains("v00002");
            tester.awaitLoaders(1);
        }
    }

    @Test
    void whatIsBeforeTheFunctionsMayHoldACallUntilTheyAreReloaded() throws Exception {
        List<Runnable> held = new ArrayList<>();
        CountDownLatch came = new CountDownLatch(1);
        try (ReloadTester tester = new ReloadTester(folder, inner -> holding(inner, held, came))) {
            CompletableFuture<HttpResponse<String>> early = tester.getAsync("/held");
            came.await();
            tester.reload(1);
            held.get(0).run();
            assertThat(early.join().body()).isEqualTo("v00001 v00001");
            assertThat(tester.getAsync("/teapot").join().statusCode()).isEqualTo(418);
            assertThat(tester.get("/_effe/livez")).isEqualTo("ok\n");
        }
    }

    private static Route holding(Route inner, List<Runnable> held, CountDownLatch came) {
        return new Route() {
            @Override
            public void handle(Call call) {
                if (call.request().path().equals("/teapot")) {
                    call.response().status(418);
                    call.completed(Outcome.SUCCEEDED);
                } else {
                    held.add(() -> inner.handle(call));
                    came.countDown();
                }
            }
        };
    }
}
