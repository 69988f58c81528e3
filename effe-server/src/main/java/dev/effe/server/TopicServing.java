package dev.effe.server;

import dev.effe.server.access.AdminGuard;
import dev.effe.server.admin.TopicsRoute;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.metrics.TopicMeters;
import dev.effe.server.route.Route;
import dev.effe.server.topics.GroupName;
import dev.effe.server.topics.ReplayTargets;
import dev.effe.server.topics.TopicAppends;
import dev.effe.server.topics.TopicEngine;
import dev.effe.server.topics.TopicOperations;
import dev.effe.server.topics.TriggerListener;
import dev.effe.server.topics.due.DueTimes;
import dev.effe.server.topics.due.PlannedSchedule;
import dev.effe.server.topics.replay.ReplayOperations;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The topics of a process: the store, the engine, and the ways between them and functions. Thread-safe. */
final class TopicServing implements AutoCloseable {

    private final TopicPlan plan;
    private final TopicEngine engine;
    private final TopicAppends appends;
    private final TopicOperations operations;
    private final Supplier<ReplayOperations> replays;

    /** The dispatcher that takes on each function's calls now. */
    private final Map<String, Dispatcher<?>> dispatchers;

    private final AtomicBoolean started = new AtomicBoolean();

    private TopicServing(
            TopicPlan plan,
            TopicEngine engine,
            TopicAppends appends,
            TopicOperations operations,
            Supplier<ReplayOperations> replays,
            Map<String, Dispatcher<?>> dispatchers) {
        this.plan = plan;
        this.engine = engine;
        this.appends = appends;
        this.operations = operations;
        this.replays = replays;
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
        PlannedTriggers triggers = new PlannedTriggers(plan, loopLimit, dispatchers);
        TopicStore store = TopicStores.of(plan);
        TriggerListener listener = meters == null ? TriggerListener.NONE : meters;
        try {
            List<PlannedSchedule> schedules = plan.schedules().isEmpty() ? List.of() : ScheduleServing.planned(plan);
            TopicEngine engine =
                    TopicEngine.open(store, all(plan, schedules), triggers.all(), listener, System::currentTimeMillis);
            Supplier<ReplayTargets> targets = targets(plan, loopLimit, triggers);
            engine.replayTo(targets);
            if (!schedules.isEmpty()) {
                engine.add(new ScheduleChore(() -> DueTimes.open(store, schedules)));
            }
            TopicAppends appends = new TopicAppends(engine, store, plan.maxEventBytes());
            if (meters != null) {
                meters.watch(engine, appends);
            }
            TopicOperations operations =
                    new TopicOperations(engine, store, appends, plan.topics(), groups(plan), schedules);
            return new TopicServing(
                    plan, engine, appends, operations, replays(engine, store, plan, targets), dispatchers);
        } catch (TopicException e) {
            store.close();
            throw new StartException(TopicStores.failure(plan, e), e.getCause());
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    // No lambdas, which would load the classes of replays where nobody has replayed anything.

    private static Supplier<ReplayTargets> targets(TopicPlan plan, int loopLimit, PlannedTriggers triggers) {
        return new Supplier<>() {
            @Override
            public ReplayTargets get() {
                return PlannedTargets.of(plan, loopLimit, triggers);
            }
        };
    }

    private static Supplier<ReplayOperations> replays(
            TopicEngine engine, TopicStore store, TopicPlan plan, Supplier<ReplayTargets> targets) {
        return new Supplier<>() {
            @Override
            public ReplayOperations get() {
                return new ReplayOperations(engine, store, plan.topics(), targets.get(), System::currentTimeMillis);
            }
        };
    }

    /** Also those of hidden topics. */
    private static List<GroupName> groups(TopicPlan plan) {
        List<GroupName> groups = new ArrayList<>(plan.groups());
        if (!plan.schedules().isEmpty()) {
            groups.addAll(ScheduleServing.groups(plan));
        }
        return groups;
    }

    /** Also the hidden ones, which effe.yaml does not name. */
    private static List<TopicSpec> all(TopicPlan plan, List<PlannedSchedule> schedules) {
        List<TopicSpec> all = new ArrayList<>(plan.topics());
        if (!schedules.isEmpty()) {
            all.addAll(PlannedSchedule.topics(schedules));
            all.add(DueTimes.topic());
        }
        return all;
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

    /** False until the store has answered once. */
    boolean isOpen() {
        return engine.isOpen();
    }

    void stopTaking() {
        engine.stopTaking();
    }

    boolean awaitIdle(Duration patience) throws InterruptedException {
        return engine.awaitIdle(patience);
    }

    /** The topics as operators see them. */
    TopicOperations operations() {
        return operations;
    }

    /** The pages for operators. */
    Route pages(AdminGuard guard, Executor workers) {
        return new TopicsRoute(operations, replays, guard, workers);
    }

    @Override
    public void close() {
        engine.close();
    }
}
