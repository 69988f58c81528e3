package dev.effe.server;

import dev.effe.server.cli.Listening;
import dev.effe.server.cli.Settings;
import dev.effe.server.http.HttpListener;
import dev.effe.server.http.HttpListener.Address;
import dev.effe.server.http.Transport;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.http.exchange.HttpSettings;
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
     * The routes of the ports.
     *
     * @param main requests
     * @param lambda the Lambda API alone; null for no such port
     * @param admin the pages for operators; null for no such port
     */
    record Routes(
            Route main, @Nullable Route lambda, @Nullable Route admin) {}

    /**
     * Binds the ports, the main one last: whoever reaches that finds everything in place.
     *
     * @param edge what stands in front of the main port; not closed
     * @param memory what all have for requests and answers
     * @param parts closes the ports that are bound
     * @throws IOException if a port cannot be had; the message is one line that says why
     */
    static Ports bind(
            Routes routes, Transport transport, Edge edge, Settings settings, MemoryBudget memory, Closer parts)
            throws IOException {
        HttpSettings http = settings.http();
        HttpListener admin = null;
        if (routes.admin != null) {
            Address address = new Address(
                    "admin-port",
                    settings.admin().host(),
                    settings.admin().port().orElseThrow());
            admin = parts.add(HttpListener.bind(transport, address, http, memory, Edge.none(), routes.admin));
        }
        HttpListener lambda = null;
        if (routes.lambda != null) {
            Address address = new Address(
                    "lambda-port",
                    settings.invoke().host(),
                    settings.invoke().port().orElseThrow());
            lambda = parts.add(HttpListener.bind(transport, address, http, memory, Edge.none(), routes.lambda));
        }
        HttpListener main = parts.add(main(routes.main, transport, edge, settings, memory));
        return new Ports(main, lambda, admin);
    }

    private static HttpListener main(
            Route route, Transport transport, Edge edge, Settings settings, MemoryBudget memory) throws IOException {
        Listening listening = settings.listening();
        if (listening.socket().isPresent()) {
            return HttpListener.bindSocket(transport, listening.socket().get(), settings.http(), memory, route);
        }
        Address address = new Address("port", listening.host(), listening.port());
        return HttpListener.bind(transport, address, settings.http(), memory, edge, route);
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
}
