package dev.effe.server;

import dev.effe.server.cli.Settings;
import dev.effe.server.http.HttpListener;
import dev.effe.server.http.Transport;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Route;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param main for requests
 * @param lambda for the Lambda API, if it has a port of its own
 * @param admin for operators, if they have a port of their own
 */
record Ports(
        HttpListener main,
        @Nullable HttpListener lambda,
        @Nullable HttpListener admin) {

    /**
     * Binds the ports, the main one last: whoever reaches that finds everything in place.
     *
     * @param edge what stands in front of the main port; not closed
     * @param memory what all have for requests and answers
     * @param lambdaRoute null for no port of the Lambda API's own
     * @param adminRoute null for no admin port
     * @throws IOException if a port cannot be had; the message is one line that says why
     */
    static Ports bind(
            Transport transport,
            Edge edge,
            Settings settings,
            MemoryBudget memory,
            Route mainRoute,
            @Nullable Route lambdaRoute,
            @Nullable Route adminRoute)
            throws IOException {
        HttpListener admin = adminRoute == null ? null : bindAdmin(transport, settings, memory, adminRoute);
        HttpListener lambda = lambdaRoute == null ? null : bindLambda(transport, settings, memory, lambdaRoute);
        HttpListener main = HttpListener.bind(
                transport,
                "port",
                settings.listening().host(),
                settings.listening().port(),
                settings.http(),
                memory,
                edge,
                mainRoute);
        return new Ports(main, lambda, admin);
    }

    private static HttpListener bindAdmin(Transport transport, Settings settings, MemoryBudget memory, Route route)
            throws IOException {
        int port = settings.admin().port().orElseThrow();
        return HttpListener.bind(
                transport, "admin-port", settings.admin().host(), port, settings.http(), memory, Edge.none(), route);
    }

    private static HttpListener bindLambda(Transport transport, Settings settings, MemoryBudget memory, Route route)
            throws IOException {
        int port = settings.invoke().port().orElseThrow();
        return HttpListener.bind(
                transport, "lambda-port", settings.invoke().host(), port, settings.http(), memory, Edge.none(), route);
    }

    OptionalInt adminPort() {
        return admin == null ? OptionalInt.empty() : OptionalInt.of(admin.port());
    }

    OptionalInt lambdaPort() {
        return lambda == null ? OptionalInt.empty() : OptionalInt.of(lambda.port());
    }

    /** The ports whose requests a stop waits for. */
    private List<HttpListener> served() {
        return lambda == null ? List.of(main) : List.of(main, lambda);
    }

    /** The number of open connections of clients. */
    long connections() {
        return served().stream().mapToLong(port -> port.stats().connections()).sum();
    }

    /** From now on every answer to a client closes its connection. */
    void drain() {
        served().forEach(HttpListener::drain);
    }

    /** Closes the clients' ports, and each connection as soon as nothing is going on in it. */
    void stopAccepting() {
        served().forEach(HttpListener::stopAccepting);
    }

    /**
     * Waits until every connection of a client is closed.
     *
     * @param patienceNanos how long
     * @return whether they all are
     */
    boolean awaitConnectionsClosed(long patienceNanos) throws InterruptedException {
        long end = System.nanoTime() + patienceNanos;
        boolean closed = true;
        for (HttpListener port : served()) {
            closed &= port.awaitConnectionsClosed(end - System.nanoTime());
        }
        return closed;
    }

    void closeAdmin() {
        if (admin != null) {
            admin.stopAccepting();
        }
    }
}
