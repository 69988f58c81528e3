package dev.effe.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.server.dispatch.Admission;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Timeouts;
import dev.effe.server.dispatch.WorkerKind;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.kit.Soon;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.pool.PoolLimits;
import dev.effe.server.route.Body;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import dev.effe.server.time.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Functions of one process, each with its dispatcher, wired by hand. */
final class TestFunctions implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final int MAX_BYTES = 256 * 1024;

    /** A function that is served. */
    record Served(String name, Dispatcher<?> dispatcher, LoadedFunction<?> function, Admission admission) {}

    final MemoryBudget memory;
    final Workers workers;
    private final Deque<Served> all = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();

    TestFunctions(WorkerKind kind, MemoryBudget memory) {
        this.workers = Workers.of(kind, Duration.ofSeconds(60));
        this.memory = memory;
    }

    TestFunctions() {
        this(WorkerKind.AUTO, MemoryBudget.unlimited());
    }

    /** Serves one, before those that call it. */
    Served serve(String name, Logic<?> logic, int contexts, int queue, Duration timeout) {
        Ticker ticker = Ticker.SYSTEM;
        Duration stop = Duration.ofSeconds(5);
        PoolLimits limits = new PoolLimits(0, contexts, PATIENCE, null, PATIENCE, stop, PATIENCE);
        LoadedFunction<?> function = LoadedFunction.of(LoadedLogic.of(logic), limits, workers, ticker);
        Admission admission = new Admission(contexts, queue, Duration.ofSeconds(10), ticker);
        Timeouts timeouts = new Timeouts(timeout, PATIENCE);
        Dispatcher<?> dispatcher = Dispatcher.of(function, admission, memory, workers, timeouts, ticker, ended -> {});
        List<ExpiryQueue<?>> expiries = new ArrayList<>(function.pool().expiries());
        expiries.addAll(List.of(admission.expiries(), dispatcher.expiries(), dispatcher.streams()));
        Timer timer = new Timer(expiries, List.of(dispatcher.alarms()));
        timer.start();
        timers.add(timer);
        Served served = new Served(name, dispatcher, function, admission);
        all.push(served);
        return served;
    }

    Callee local(Served served) {
        return new LocalCallee(served.name(), served.dispatcher(), MAX_BYTES, memory);
    }

    /** Sends a request to a function, as if from outside. */
    Reply send(Served served, Duration patience, String... headers) {
        HeaderFields fields = new HeaderFields();
        for (int i = 0; i < headers.length; i += 2) {
            fields.add(headers[i], headers[i + 1]);
        }
        return local(served).send(new Outgoing("outer", "GET", "/", fields, Body.empty(), patience.toNanos()));
    }

    /** Closes them, callers first, as a server does. */
    @Override
    public void close() {
        for (Served served : all) {
            // An overdue context is replaced, and not waited for.
            Soon.await().until(() -> served.function().pool().stats().overdue() == 0);
            assertThat(isClosed(served)).as(served.name()).isTrue();
        }
        timers.forEach(Timer::close);
        workers.close();
    }

    private static boolean isClosed(Served served) {
        try {
            return served.function().pool().close(PATIENCE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
