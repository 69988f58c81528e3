package dev.effe.host.invoke;

import dev.effe.host.model.EventConfig;
import dev.effe.host.model.FunctionState;
import dev.effe.host.store.Functions;
import dev.effe.server.events.DestinationSettings;
import dev.effe.server.events.EventQueue;
import dev.effe.server.events.EventRules;
import dev.effe.server.events.EventStats;
import dev.effe.server.events.EventTarget;
import dev.effe.server.events.EventTerms;
import dev.effe.server.events.RetryRules;
import dev.effe.server.file.FolderTree;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of events, one for each function that had one, in the folder {@code events} of the function's own. The events
 * of a function that is deleted go with it. Thread-safe.
 */
public final class EventQueues implements Functions.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventQueues.class);

    private static final String FOLDER = "events";
    private static final String LOCK = "lock";
    private static final int MOST_EVENTS = 100_000;
    /** Half of what an instance takes: the rest is for those who wait for an answer. */
    private static final int MOST_IN_FLIGHT = 10;

    private static final int AWS_RETRIES = 2;
    private static final Duration AWS_MAX_AGE = Duration.ofHours(6);

    private final Path folder;
    private final Functions functions;
    private final EventTarget target;
    private final EventLimits limits;
    private final Map<String, EventQueue> queues = new ConcurrentHashMap<>();
    /** Set before the queues are told. */
    private volatile boolean stopping;

    /**
     * Makes them.
     *
     * @param folder with a folder for each function
     */
    public EventQueues(Path folder, Functions functions, EventTarget target, EventLimits limits) {
        this.folder = folder;
        this.functions = functions;
        this.target = target;
        this.limits = limits;
    }

    /** Goes on with the events that an earlier process has left. Blocks. */
    public void start() throws IOException {
        for (FunctionState state : functions.all()) {
            EventQueue queue = hasEvents(folder(state.name())) ? of(state.name()) : null;
            if (queue != null) {
                queue.start();
            }
        }
    }

    private static boolean hasEvents(Path events) throws IOException {
        if (!Files.isDirectory(events)) {
            return false;
        }
        try (Stream<Path> files = Files.list(events)) {
            return files.anyMatch(file -> !file.endsWith(LOCK));
        }
    }

    private Path folder(String function) {
        return folder.resolve(function).resolve(FOLDER).toAbsolutePath();
    }

    /** The queue of a function; null if there is no such function. Never blocks. */
    @Nullable EventQueue of(String function) {
        EventQueue known = queues.get(function);
        return known != null
                ? known
                : queues.compute(function, (name, made) -> {
                    // Whoever deletes a function does this first, and then drops its queue.
                    boolean isGone = functions.get(name) == null;
                    return made != null || isGone ? made : make(name);
                });
    }

    private EventQueue make(String function) {
        EventRules rules = new EventRules(
                folder(function),
                MOST_EVENTS,
                limits.maxBytes(),
                MOST_IN_FLIGHT,
                new RetryRules(AWS_RETRIES, limits.retryDelay(), AWS_MAX_AGE),
                new DestinationSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                false);
        EventQueue queue = new EventQueue(rules, target, FunctionDestination.maker(this));
        if (stopping) {
            queue.stopTaking();
        }
        return queue;
    }

    /** The rules of events that are accepted now, as attributes of theirs. */
    Map<String, String> terms(String function, String qualifier) {
        FunctionState state = functions.get(function);
        EventConfig config = state == null ? null : state.eventConfigs().get(qualifier);
        if (config == null) {
            return Map.of();
        }
        return new EventTerms(
                        config.retries().stream().boxed().findFirst(),
                        config.maxAgeSeconds().stream()
                                .mapToObj(Duration::ofSeconds)
                                .findFirst(),
                        place(config.onSuccess()),
                        place(config.onFailure()))
                .attributes();
    }

    private static Optional<URI> place(String destination) {
        return destination.isEmpty() ? Optional.empty() : Optional.of(URI.create(destination));
    }

    /** The events that are neither delivered nor given up, records for destinations among them. */
    int pending(String function) {
        EventQueue queue = queues.get(function);
        return queue == null ? 0 : queue.stats().pending();
    }

    @Override
    public void changed(String name, @Nullable FunctionState before, @Nullable FunctionState after) {
        EventQueue queue = after == null ? queues.remove(name) : null;
        if (queue == null) {
            return;
        }
        EventStats left = queue.stats();
        queue.close();
        if (left.pending() > 0) {
            log.warn("{} events of the function {} are dropped, for it is deleted", left.pending(), name);
        }
        try {
            FolderTree.delete(folder.resolve(name)); // The queue may have made a file after the folder was gone.
        } catch (IOException e) {
            log.warn("The events of the deleted function {} cannot be removed", name, e);
        }
    }

    /** From now on no event is begun; accepted ones wait on the disk for the next process. */
    public void stopTaking() {
        stopping = true;
        queues.values().forEach(EventQueue::stopTaking);
    }

    /**
     * Waits until the attempts that have begun are over. To be called after {@link #stopTaking}.
     *
     * @return whether they are
     */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        long endNanos = System.nanoTime() + patience.toNanos();
        boolean idle = true;
        for (EventQueue queue : queues.values()) {
            idle &= queue.awaitIdle(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())));
        }
        return idle;
    }

    /** Writes what is being accepted. */
    @Override
    public void close() {
        queues.values().forEach(EventQueue::close);
    }
}
