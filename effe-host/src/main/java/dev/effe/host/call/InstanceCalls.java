package dev.effe.host.call;

import dev.effe.host.engine.CallLinks;
import dev.effe.host.model.Callee;
import dev.effe.server.http.HttpListener;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows what each instance may call, and by which token it is known. Their calls come to a port of loopback that is opened
 * for the first of them. Thread-safe.
 */
public final class InstanceCalls implements CallLinks, AutoCloseable {

    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Known> instances = new ConcurrentHashMap<>();

    // Guarded by this.
    private @Nullable Opener opener;
    private @Nullable HttpListener port;

    /** An instance that may call others. */
    private record Known(String token, Map<String, Callee> callees) {}

    /** Opens the port. */
    @FunctionalInterface
    public interface Opener {
        HttpListener open() throws IOException;
    }

    /** Says how the port is opened. To be called once, before the first instance starts. */
    public synchronized void openBy(Opener how) {
        opener = how;
    }

    @Override
    public Link open(String instance, Map<String, Callee> callees) throws IOException {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        instances.put(instance, new Known(token, callees));
        return new Link(URI.create("http://127.0.0.1:" + port() + "/" + instance), token);
    }

    private synchronized int port() throws IOException {
        HttpListener open = port;
        if (open == null) {
            if (opener == null) {
                throw new IOException("Functions of this host cannot call others");
            }
            open = opener.open();
            port = open;
        }
        return open.port();
    }

    @Override
    public void close(String instance) {
        instances.remove(instance);
    }

    /**
     * The function that an instance calls by a name.
     *
     * @param token that which came with the call; a wrong one takes as long as the right one
     * @return null if it may not
     */
    @Nullable Callee callee(String instance, String token, String name) {
        Known known = instances.get(instance);
        return known != null && MessageDigest.isEqual(ascii(known.token), ascii(token))
                ? known.callees.get(name)
                : null;
    }

    private static byte[] ascii(String token) {
        return token.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public synchronized void close() {
        HttpListener open = port;
        if (open != null) {
            open.stopAccepting();
        }
    }
}
