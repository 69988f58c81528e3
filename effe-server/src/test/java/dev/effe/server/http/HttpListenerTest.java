package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.effe.server.admin.PageRoute;
import dev.effe.server.cli.Settings;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.kit.RawClient;
import dev.effe.server.memory.MemoryBudget;
import io.netty.channel.epoll.Epoll;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class HttpListenerTest {

    @Test
    void theClosingPortWaitsForEventLoopsThatAreHeldUp() throws Exception {
        Assumptions.assumeTrue(Epoll.isAvailable(), "Only epoll can hold off new connections");
        Settings settings = Settings.defaults();
        CountDownLatch goOn = new CountDownLatch(1);
        PageRoute route = new PageRoute(Runnable::run, Map.of("/", response -> response.text("answered")));
        try (Transport transport = new Transport(Optional.empty());
                Edge edge = Edge.of(settings.listening().edge(), settings.http())) {
            HttpListener listener = HttpListener.bind(
                    transport,
                    new HttpListener.Address("port", "127.0.0.1", 0),
                    settings.http(),
                    MemoryBudget.unlimited(),
                    edge,
                    route);
            holdUp(transport, goOn);
            try (RawClient client = new RawClient(listener.port()).send(TestServer.get("/"))) {
                CompletableFuture<Void> stopped = CompletableFuture.runAsync(listener::stopAccepting);
                assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> stopped.get(1, TimeUnit.SECONDS));
                goOn.countDown();

                assertThat(client.read().text()).isEqualTo("answered");
                stopped.get(60, TimeUnit.SECONDS);
            } finally {
                goOn.countDown();
            }
        }
    }

    static void holdUp(Transport transport, CountDownLatch goOn) {
        transport
                .loops()
                .forEach(loop -> loop.execute(() -> {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
    }
}
