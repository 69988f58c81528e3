package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.effe.server.health.ServerState;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The client's view of a server that stops. */
class DrainTest {

    private static CompletableFuture<Boolean> stop(TestServer edge) {
        return CompletableFuture.supplyAsync(edge.server::stop);
    }

    private static void awaitDraining(TestServer edge) {
        Awaitility.await().atMost(TestServer.PATIENCE).until(() -> edge.server.state() == ServerState.DRAINING);
    }

    @Test
    void whatIsGoingOnIsFinishedAndWhatIsIdleIsClosed() throws Exception {
        Semaphore entered = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        try (TestServer edge = TestServer.serving((request, response) -> {
            if (request.path().equals("/held")) {
                entered.release();
                goOn.acquire();
            }
            response.text(request.target());
        })) {
            RawClient idle = edge.client();
            RawClient idleAfterOne = edge.client().send(TestServer.get("/"));
            assertThat(idleAfterOne.read().header("Connection")).isEmpty();
            RawClient running = edge.client().send(TestServer.get("/held"));
            RawClient sending = edge.client().send(TestServer.request("POST", "/sent", "Content-Length: 4") + "12");
            assertThat(entered.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Boolean> stopped = stop(edge);
            assertThat(idle.end()).isEqualTo("FIN");
            assertThat(idleAfterOne.end()).isEqualTo("FIN");
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new RawClient(edge.port()).close());
            assertThat(stopped).isNotDone();

            HttpAnswer sent = sending.send("34").read();
            assertThat(sent.text()).isEqualTo("/sent");
            assertThat(sent.header("Connection")).isEqualTo("close");
            assertThat(sending.end()).isEqualTo("FIN");
            sending.close();

            goOn.release();
            HttpAnswer held = running.read();
            assertThat(held.text()).isEqualTo("/held");
            assertThat(held.header("Connection")).isEqualTo("close");
            assertThat(running.end()).isEqualTo("FIN");
            running.close();
            assertThat(stopped.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void pipelinedRequestsAreStillAnsweredAtFirst() throws Exception {
        Semaphore entered = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        try (TestServer edge = TestServer.serving((request, response) -> {
            entered.release();
            goOn.acquire();
            response.text(request.target());
        })) {
            RawClient client = edge.client().send(TestServer.get("/1") + TestServer.get("/2") + TestServer.get("/3"));
            entered.acquire();
            CompletableFuture<Boolean> stopped = stop(edge);
            awaitDraining(edge);
            goOn.release(3);
            assertThat(client.read().header("Connection")).isEmpty();
            assertThat(client.read().header("Connection")).isEmpty();
            HttpAnswer last = client.read();
            assertThat(last.text()).isEqualTo("/3");
            assertThat(last.header("Connection")).isEqualTo("close");
            assertThat(client.end()).isEqualTo("FIN");
            client.close();
            assertThat(stopped.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClientThatStaysOpenDoesNotHoldTheStop() throws Exception {
        try (TestServer edge = TestServer.serving((request, response) -> response.text("x"), "drain-timeout", "20s")) {
            RawClient client = edge.client().send(TestServer.request("GET", "/", "Connection: close"));
            assertThat(client.read().status()).isEqualTo(200);
            // It has the server's FIN and sends none of its own.
            long start = System.nanoTime();
            assertThat(edge.server.stop()).isTrue();
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
        }
    }

    @Test
    void whatOutlastsTheDrainIsCutWithAnAnswer() throws Exception {
        Semaphore entered = new Semaphore(0);
        try (TestServer edge = TestServer.serving(
                (request, response) -> {
                    entered.release();
                    new Semaphore(0).acquire();
                },
                "drain-timeout",
                "1s")) {
            RawClient client = edge.client().send(TestServer.get("/"));
            entered.acquire();
            CompletableFuture<Boolean> stopped = stop(edge);
            HttpAnswer answer = client.read();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).contains("urn:effe:error:draining");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.header("Connection")).isEqualTo("close");
            client.close();
            assertThat(stopped.get(60, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void nothingIsLostUnderLoadWithADrainDelay() throws Exception {
        int clients = 16;
        AtomicInteger lost = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        try (TestServer edge = TestServer.serving((request, response) -> response.text("x"), "drain-delay", "1s")) {
            for (int i = 0; i < clients; i++) {
                Thread thread = new Thread(() -> {
                    try (RawClient client = new RawClient(edge.port())) {
                        while (true) {
                            HttpAnswer answer = client.send(TestServer.get("/")).read();
                            answered.incrementAndGet();
                            if (answer.header("Connection").equals("close")) {
                                told.incrementAndGet();
                                return;
                            }
                        }
                    } catch (IOException e) {
                        lost.incrementAndGet();
                    }
                });
                threads.add(thread);
                thread.start();
            }
            Awaitility.await().atMost(TestServer.PATIENCE).until(() -> answered.get() > 1000);
            CompletableFuture<Boolean> stopped = stop(edge);
            awaitDraining(edge);
            // New connections are still served, and told to go.
            HttpAnswer late = edge.fetch("/");
            assertThat(late.status()).isEqualTo(200);
            assertThat(late.header("Connection")).isEqualTo("close");
            assertThat(edge.fetch("/_effe/readyz").status()).isEqualTo(503);
            assertThat(edge.fetch("/_effe/livez").status()).isEqualTo(200);
            for (Thread thread : threads) {
                thread.join(20_000);
            }
            assertThat(stopped.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(lost).hasValue(0);
        assertThat(told).hasValue(clients);
    }
}
