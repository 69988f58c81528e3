package dev.effe.host.invoke;

import dev.effe.Request;
import dev.effe.host.model.Qualifier;
import dev.effe.server.access.RandomIds;
import dev.effe.server.events.Event;
import dev.effe.server.events.EventQueue;
import dev.effe.server.invoke.EventAcceptance;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.invoke.InvokeIds;
import dev.effe.server.route.Call;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Takes asynchronous invocations: each is answered once it is on the disk. Never blocks; thread-safe. */
public final class EventIntake {

    private static final List<String> KEPT = List.of("X-Amz-Tenant-Id", "traceparent");
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    private final EventQueues queues;
    private final Executor workers;
    private final RandomIds newIds = new RandomIds();

    /**
     * Makes it.
     *
     * @param workers for what takes a while
     */
    public EventIntake(EventQueues queues, Executor workers) {
        this.queues = queues;
        this.workers = workers;
    }

    /**
     * Takes one.
     *
     * @param qualifier that the client named; null for none
     * @param old whether it comes by InvokeAsync
     * @throws InvokeException if it is not taken
     */
    void accept(Call call, InvokeIds ids, Resolver.Target target, @Nullable String qualifier, boolean old)
            throws InvokeException {
        String function = target.spec().version().function();
        EventQueue queue = queues.of(function);
        if (queue == null) {
            throw InvokeException.notFound(target.arn());
        }
        InvokeIds own = ids.with(newIds.nextText()); // Two events never have one id, whatever clients send.
        own.putInto(call);
        Map<String, String> attributes =
                new HashMap<>(queues.terms(function, qualifier == null ? Qualifier.LATEST : qualifier));
        attributes.put(Event.FUNCTION_ARN, target.arn());
        attributes.put(EventForwarder.HEADER + "X-Amzn-Trace-Id", own.traceId());
        Request request = call.request();
        for (String name : KEPT) {
            request.header(name).ifPresent(value -> attributes.put(EventForwarder.HEADER + name, value));
        }
        byte[] payload = request.bytes();
        Event event = new Event(
                UUID.fromString(own.requestId()),
                System.currentTimeMillis(),
                attributes,
                payload.length == 0 ? NOTHING : payload);
        EventAcceptance acceptance = new EventAcceptance(queue, workers);
        if (old) {
            acceptance.acceptOld(call, event);
        } else {
            acceptance.accept(call, event);
        }
    }
}
