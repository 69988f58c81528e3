package dev.effe.server.call;

import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.memory.MemoryBudget;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A function of this process: a call is an invocation like any other, with its place, its context and its deadline. Only
 * the network is left out. Thread-safe.
 */
public final class LocalCallee implements Callee {

    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final String name;
    private final Dispatcher<?> dispatcher;
    private final int maxBytes;
    private final MemoryBudget memory;

    /**
     * Makes one.
     *
     * @param maxBytes how long an answer may be
     */
    public LocalCallee(String name, Dispatcher<?> dispatcher, int maxBytes, MemoryBudget memory) {
        this.name = name;
        this.dispatcher = dispatcher;
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    @Override
    public Reply send(Outgoing sent) {
        LocalCall call = new LocalCall(request(sent), sent.method(), maxBytes, memory);
        dispatcher.dispatch(call.invocation());
        return call.await();
    }

    private HttpRequest request(Outgoing sent) {
        HeaderFields headers = sent.headers();
        headers.add("Host", name);
        int length = sent.body().length();
        if (length > 0) {
            headers.add("Content-Length", Integer.toString(length));
        }
        RequestHead head = new RequestHead(sent.method(), sent.target(), 1, headers, length, false, true, false);
        RequestMessage message = new RequestMessage(head, sent.body());
        return new HttpRequest(sent.id(), message, HERE, false, sent.nanos());
    }
}
