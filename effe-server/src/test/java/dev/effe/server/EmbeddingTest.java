package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.health.ServerState;
import dev.effe.server.kit.RecordingLogic;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The server inside another program, which starts and stops it as it likes. */
class EmbeddingTest {

    @Test
    void twoServersOfOneJvmDoNotMeet() throws Exception {
        RecordingLogic first = RecordingLogic.hello();
        RecordingLogic second = RecordingLogic.hello();
        try (ServerTester one = ServerTester.start(first).ready();
                ServerTester two = ServerTester.start(second).ready()) {
            one.get("/");
            one.server.stop();
            assertThat(two.get("/").body()).isEqualTo("hello");
        }
        assertThat(first.calls).isEqualTo(second.calls).endsWith("run 1", "stop 1", "close");
    }

    @Test
    void stopsOnceHoweverOftenAndByWhomeverItIsAsked() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            running.countDown();
            go.await();
        });
        ServerTester server = ServerTester.start(logic).ready();
        CompletableFuture<Integer> answer = server.getAsync("/").thenApply(response -> response.statusCode());
        running.await();
        List<CompletableFuture<Boolean>> stops = Stream.generate(
                        () -> CompletableFuture.supplyAsync(server.server::stop))
                .limit(3)
                .toList();
        await().atMost(ServerTester.PATIENCE).until(() -> server.server.state() == ServerState.DRAINING);
        go.countDown();

        assertThat(stops).allSatisfy(stop -> assertThat(stop.join()).isTrue());
        assertThat(answer.join()).isEqualTo(200);
        assertThat(server.server.stop()).isTrue();
        assertThat(server.server.state()).isEqualTo(ServerState.STOPPED);
        assertThat(logic.calls).containsExactly("init", "start 1", "run 1", "stop 1", "close");
        server.close();
    }

    @Test
    void anInterruptedStopCutsAndStillStopsEverything() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            running.countDown();
            new CountDownLatch(1).await();
        });
        ServerTester server = ServerTester.start(logic).ready();
        CompletableFuture<Integer> answer = server.getAsync("/").thenApply(response -> response.statusCode());
        running.await();
        CompletableFuture<String> stopped = new CompletableFuture<>();
        Thread stopping = new Thread(() -> stopped.complete(server.server.stop() + " " + Thread.interrupted()));
        stopping.start();
        stopping.interrupt();

        assertThat(stopped.join()).isEqualTo("false true");
        assertThat(answer.join()).isEqualTo(503);
        assertThat(logic.calls).endsWith("stop 1", "close");
        server.close();
    }

    @Test
    void aStartThatFailsLeavesNothingBehind() throws Exception {
        RecordingLogic logic = RecordingLogic.hello();
        Set<Thread> before = threads();
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> ServerTester.start(logic, "port", "" + taken.getLocalPort()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + ": another program uses it");
        }
        assertThat(logic.calls).containsExactly("init", "close");
        await().atMost(ServerTester.PATIENCE)
                .untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    @Test
    void anInitThatFailsIsNotClosedAndNoPortIsBound() {
        RecordingLogic logic = new RecordingLogic((request, response) -> {}) {
            @Override
            public void init(dev.effe.Setup setup) throws Exception {
                super.init(setup);
                throw new IllegalStateException("no\nluck");
            }
        };
        assertThatThrownBy(() -> ServerTester.start(logic))
                .isInstanceOf(StartException.class)
                .hasMessageEndingWith("failed: java.lang.IllegalStateException: no luck");
        assertThat(logic.calls).containsExactly("init");
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().startsWith("effe-") || thread.getName().startsWith("globalEvent"))
                .collect(Collectors.toSet());
    }
}
