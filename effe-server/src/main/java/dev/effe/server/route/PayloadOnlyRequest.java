package dev.effe.server.route;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * A request of which nothing but a payload was sent, such as an event: to the function it is {@code POST /}, as it would
 * be on a URL of its own. Thread-safe.
 */
public abstract class PayloadOnlyRequest extends ReceivedRequest {

    protected PayloadOnlyRequest(String id, Body payload, InetSocketAddress remoteAddress) {
        super(id, payload, remoteAddress);
    }

    @Override
    public final String method() {
        return "POST";
    }

    @Override
    public final String target() {
        return "/";
    }

    @Override
    public final String path() {
        return "/";
    }

    @Override
    public final Map<String, List<String>> query() {
        return Map.of();
    }
}
