package dev.effe.server.call;

import dev.effe.server.cli.Settings;
import dev.effe.server.http.HttpListener;
import dev.effe.server.http.Transport;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Route;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A port that takes calls for functions, and nothing else. */
final class CallPort implements AutoCloseable {

    private final Transport transport = new Transport(Optional.empty());
    private final Edge edge;
    private final HttpListener listener;

    CallPort(Route route, MemoryBudget memory, String... settings) throws IOException {
        Settings all = Settings.of(settings);
        try {
            edge = Edge.of(all.listening().edge(), all.http());
        } catch (dev.effe.server.tls.TlsFileException e) {
            throw new IOException(e);
        }
        listener = HttpListener.bind(
                transport, new HttpListener.Address("port", "127.0.0.1", 0), all.http(), memory, edge, route);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listener.port());
    }

    /** Calls a function at it. */
    Callee callee(String name, @Nullable CallToken token, TestFunctions functions) {
        return new RemoteCallee(name, address(), token, new RemoteClient(), TestFunctions.MAX_BYTES, functions.memory);
    }

    @Override
    public void close() {
        listener.stopAccepting();
        transport.close();
        edge.close();
    }
}
