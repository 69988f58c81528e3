package dev.effe.host.invoke;

import dev.effe.server.events.Event;
import dev.effe.server.events.EventTarget;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.log.RateLimitedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Gives accepted events to instances, among all other calls. The version is found anew at each attempt, so an alias that
 * is moved back heals what waits. Thread-safe.
 */
public final class EventForwarder implements EventTarget {

    private static final RateLimitedLog gone = new RateLimitedLog(LoggerFactory.getLogger(EventForwarder.class));

    /** Before the names of attributes that instances get as headers. */
    static final String HEADER = "header.";

    /** The bytes of events that all functions are given at once: a part of the heap. */
    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 8;

    private final Resolver resolver;
    private final Concurrency concurrency;
    private final ForwardedCall.Means means;
    private final AtomicLong bytes = new AtomicLong();

    public EventForwarder(Resolver resolver, Concurrency concurrency, ForwardedCall.Means means) {
        this.resolver = resolver;
        this.concurrency = concurrency;
        this.means = means;
    }

    @Override
    public void deliver(Event event, Consumer<Result> told) {
        try {
            String arn = event.attributes().getOrDefault(Event.FUNCTION_ARN, "");
            forward(event, resolver.resolve(FunctionName.parse(arn), null), told);
        } catch (InvokeException e) { // A version or an alias is gone; an alias may come back.
            gone.warn("Event {} waits: {}", event.id(), e.getMessage());
            told.accept(Result.REFUSED);
        }
    }

    private void forward(Event event, Resolver.Target target, Consumer<Result> told) {
        String function = target.spec().version().function();
        long size = event.payload().length;
        String version = target.spec().version().version();
        if (concurrency.isBlocked(function)) {
            means.meters().throttled(function, target.qualifier(), version);
            told.accept(Result.BLOCKED);
            return;
        }
        if (bytes.addAndGet(size) > MOST_BYTES) {
            bytes.addAndGet(-size);
            told.accept(Result.REFUSED);
            return;
        }
        Concurrency.Permit permit = concurrency.tryAcquire(function);
        if (permit == null) {
            means.meters().throttled(function, target.qualifier(), version);
            bytes.addAndGet(-size);
            told.accept(Result.REFUSED);
            return;
        }
        Consumer<Result> over = result -> {
            bytes.addAndGet(-size);
            told.accept(result);
        };
        String id = event.id().toString();
        new ForwardedCall(
                        new EventEnd(over, version),
                        id,
                        target,
                        ForwardedRequest.of(target, id, headers(event), event.payload(), false),
                        means,
                        permit)
                .begin();
    }

    private static List<Map.Entry<String, String>> headers(Event event) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        event.attributes().forEach((name, value) -> {
            if (name.startsWith(HEADER)) {
                headers.add(Map.entry(name.substring(HEADER.length()), value));
            }
        });
        return headers;
    }
}
