package dev.effe.server;

import dev.effe.server.access.AdminGuard;
import dev.effe.server.admin.TopicsRoute;
import dev.effe.server.app.Trigger.OfTopic;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.metrics.TopicMeters;
import dev.effe.server.route.Route;
import dev.effe.server.topics.Places;
import dev.effe.server.topics.TopicAppends;
import dev.effe.server.topics.TopicEngine;
import dev.effe.server.topics.TopicOperations;
import dev.effe.server.topics.Trigger;
import dev.effe.server.topics.TriggerListener;
import dev.effe.server.topics.TriggerRules;
import dev.effe.server.topics.file.FileTopicStore;
import dev.effe.server.trigger.DispatchedTrigger;
import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The topics of a process: the store, the engine, and the ways between them and functions. Thread-safe. */
final class TopicServing implements AutoCloseable {

    private final TopicPlan plan;
    private final TopicEngine engine;
    private final TopicAppends appends;
    private final TopicOperations operations;

    /** The dispatcher that takes on each function's calls now. */
    private final Map<String, Dispatcher<?>> dispatchers;

    private final AtomicBoolean started = new AtomicBoolean();

    private TopicServing(
            TopicPlan plan,
            TopicEngine engine,
            TopicAppends appends,
            TopicOperations operations,
            Map<String, Dispatcher<?>> dispatchers) {
        this.plan = plan;
        this.engine = engine;
        this.appends = appends;
        this.operations = operations;
        this.dispatchers = dispatchers;
    }

    /**
     * Opens the store. Nothing is delivered before {@link #start}.
     *
     * @param loopLimit how deep an event may be
     * @param meters told of it; null if nothing is measured
     * @throws StartException if the store cannot be opened
     */
    static TopicServing open(TopicPlan plan, int loopLimit, @Nullable TopicMeters meters) throws StartException {
        Map<String, Dispatcher<?>> dispatchers = new ConcurrentHashMap<>();
        List<Trigger> triggers = triggers(plan, loopLimit, dispatchers);
        FileTopicStore store = new FileTopicStore(plan.folder(), System::currentTimeMillis);
        TriggerListener listener = meters == null ? TriggerListener.NONE : meters;
        try {
            TopicEngine engine = TopicEngine.open(store, plan.topics(), triggers, listener, System::currentTimeMillis);
            TopicAppends appends = new TopicAppends(store, plan.maxEventBytes());
            if (meters != null) {
                meters.watch(engine, appends);
            }
            TopicOperations operations = new TopicOperations(engine, store, appends, plan.topics());
            return new TopicServing(plan, engine, appends, operations, dispatchers);
        } catch (TopicException e) {
            store.close();
            throw new StartException(e.getMessage() + " (" + plan.folder() + ", see --data-dir)", e.getCause());
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private static List<Trigger> triggers(TopicPlan plan, int loopLimit, Map<String, Dispatcher<?>> dispatchers) {
        List<Trigger> triggers = new ArrayList<>();
        plan.triggers().forEach((function, all) -> {
            Places places = new Places(plan.maxContexts().getOrDefault(function, 1));
            DispatchedTrigger target =
                    new DispatchedTrigger(plan.application(), function, () -> dispatchers.get(function));
            for (OfTopic trigger : all) {
                TriggerRules rules = new TriggerRules(
                        plan.application(),
                        trigger.source().text(),
                        trigger.group(),
                        function,
                        trigger.ordered(),
                        trigger.concurrency(),
                        trigger.retries(),
                        trigger.retryDelay(),
                        loopLimit);
                triggers.add(new Trigger(rules, from(trigger.from()), target, places));
            }
        });
        return triggers;
    }

    private static Instant from(String text) {
        return switch (text) {
            case "latest" -> Instant.MAX;
            case "earliest" -> Instant.MIN;
            default -> Instant.parse(text);
        };
    }

    /** Lets functions append, and get events from now on. To be called before the first of them runs. */
    void connect(List<ServedFunction> functions) {
        for (ServedFunction served : functions) {
            Set<String> allowed = plan.appends().getOrDefault(served.name(), Set.of());
            served.function().appendBy(appends.of(served.name(), allowed));
            dispatchers.put(served.name(), served.dispatcher());
        }
        dispatchers
                .keySet()
                .retainAll(functions.stream().map(ServedFunction::name).toList());
    }

    void start() {
        if (started.compareAndSet(false, true)) {
            engine.start();
        }
    }

    void stopTaking() {
        engine.stopTaking();
    }

    boolean awaitIdle(Duration patience) throws InterruptedException {
        return engine.awaitIdle(patience);
    }

    /** The pages for operators. */
    Route pages(AdminGuard guard, Executor workers) {
        return new TopicsRoute(operations, guard, workers);
    }

    @Override
    public void close() {
        engine.close();
    }
}
