package dev.effe.host.invoke;

import dev.effe.host.model.Qualifier;
import dev.effe.server.events.Destination;
import dev.effe.server.events.Event;
import dev.effe.server.events.EventQueue;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives records to a function of this host, as events of its own. */
record FunctionDestination(EventQueues queues, String arn) implements Destination {

    /** Makes those of places that are ARNs. */
    static Maker maker(EventQueues queues) {
        return place -> "arn".equals(place.getScheme()) ? new FunctionDestination(queues, place.toString()) : null;
    }

    @Override
    public void send(String name, Map<String, String> attributes, byte[] json, Consumer<@Nullable Throwable> told) {
        try {
            FunctionName named = FunctionName.parse(arn);
            EventQueue queue = queues.of(named.name());
            if (queue == null) {
                throw new IOException("there is no such function");
            }
            String qualifier = named.qualifier() == null ? Qualifier.LATEST : named.qualifier();
            Map<String, String> known = new HashMap<>(queues.terms(named.name(), qualifier));
            known.put(Event.FUNCTION_ARN, arn);
            Event event = new Event(UUID.randomUUID(), System.currentTimeMillis(), known, json);
            if (!queue.tryAccept(event, told::accept)) {
                throw new IOException("it has too many events");
            }
        } catch (InvokeException | IOException e) {
            told.accept(e);
        }
    }
}
