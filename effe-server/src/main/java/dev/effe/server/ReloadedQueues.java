package dev.effe.server;

import dev.effe.Info;
import dev.effe.server.events.EventQueue;
import dev.effe.server.events.EventRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of events of functions that are replaced, one for each name in the Invoke API. A queue outlives its function:
 * what waits in it is for the next of that name. Used by one thread at a time.
 */
final class ReloadedQueues implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReloadingServer.class);

    private final Map<String, ReloadedEvents> byName = new HashMap<>();

    /** The queue of a function that is about to be served. */
    EventQueue of(ServedFunction function, Info info) {
        String name = InvokeApi.name(function, info);
        EventRules rules = InvokeApi.rules(function, name);
        ReloadedEvents events = byName.computeIfAbsent(name, none -> new ReloadedEvents(rules));
        if (!events.rules().equals(rules)) {
            log.warn("The settings for events of {} have changed: they count from the next start", name);
        }
        return events.queue();
    }

    /** From now on events go to these functions. */
    void lead(List<ServedFunction> functions) {
        for (ReloadedEvents events : byName.values()) {
            events.lead(null);
            for (ServedFunction function : functions) {
                if (events.queue().equals(function.events())) {
                    events.lead(InvokeApi.target(function));
                    events.queue().start();
                }
            }
        }
    }

    @Override
    public void close() {
        byName.values().forEach(ReloadedEvents::close);
    }
}
