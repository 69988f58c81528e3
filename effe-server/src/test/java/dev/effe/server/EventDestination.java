package dev.effe.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server that writes down what it is told, and answers as a test wants. */
final class EventDestination implements AutoCloseable {

    final List<String> bodies = new CopyOnWriteArrayList<>();
    final List<String> ids = new CopyOnWriteArrayList<>();
    final List<String> targets = new CopyOnWriteArrayList<>();
    final List<Headers> headers = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    /** Answers wait for it. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    EventDestination() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        ids.add(exchange.getRequestHeaders().getFirst("X-Request-Id"));
        headers.add(exchange.getRequestHeaders());
        targets.add(exchange.getRequestURI().toString());
        await();
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void await() throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/told";
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
