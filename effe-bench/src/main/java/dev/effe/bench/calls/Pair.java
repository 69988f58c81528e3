package dev.effe.bench.calls;

import dev.effe.Functions;
import dev.effe.Logic;
import dev.effe.server.call.CallListener;
import dev.effe.server.call.CallRoute;
import dev.effe.server.call.Callee;
import dev.effe.server.call.FunctionCalls;
import dev.effe.server.call.LocalCallee;
import dev.effe.server.call.Outgoing;
import dev.effe.server.call.RemoteCallee;
import dev.effe.server.call.RemoteClient;
import dev.effe.server.call.Reply;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Admission;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Timeouts;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.http.HttpListener;
import dev.effe.server.http.Transport;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.pool.PoolLimits;
import dev.effe.server.route.Body;
import dev.effe.server.route.FunctionRoute;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import dev.effe.server.time.Timer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Orders calls stock, both in this process: past the network or through it. Both have as many contexts as are asked for. */
final class Pair implements AutoCloseable {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MAX_BYTES = 1 << 20;

    private final MemoryBudget memory = MemoryBudget.unlimited();
    private final Workers workers;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Callee orders;

    /** Counts the calls that were answered as they should be. */
    final LongAdder good = new LongAdder();

    /** The time for which orders goes on calling, on the clock of {@link System#nanoTime}. */
    private volatile long endNanos;

    Pair(boolean remote, int contexts, Settings settings) throws Exception {
        workers = Workers.of(settings.process().workers(), HOUR);
        LoadedFunction<?> stock = load(Logic.of((request, response) -> response.json("hello")), contexts);
        Dispatcher<?> stocks = dispatcher(stock, contexts);
        Callee callee = remote ? remote(stocks, settings) : new LocalCallee("stock", stocks, MAX_BYTES, memory);
        LoadedFunction<?> caller = load(Logic.of((request, response) -> call(request.functions())), contexts);
        caller.callBy(new FunctionCalls("orders", name -> callee, 16, CallListener.NONE));
        orders = new LocalCallee("orders", dispatcher(caller, contexts), MAX_BYTES, memory);
    }

    private void call(Functions functions) {
        while (System.nanoTime() < endNanos) {
            if ("hello".equals(functions.call("stock", "tea", String.class))) {
                good.increment();
            }
        }
    }

    private LoadedFunction<?> load(Logic<?> logic, int contexts) {
        PoolLimits limits = new PoolLimits(0, contexts, HOUR, null, HOUR, HOUR, HOUR);
        return LoadedFunction.of(LoadedLogic.of(logic), limits, workers, Ticker.SYSTEM);
    }

    private Dispatcher<?> dispatcher(LoadedFunction<?> function, int contexts) {
        Admission admission = new Admission(contexts, contexts, HOUR, Ticker.SYSTEM);
        Dispatcher<?> dispatcher = Dispatcher.of(
                function, admission, memory, workers, new Timeouts(HOUR, HOUR), Ticker.SYSTEM, ended -> {});
        List<ExpiryQueue<?>> expiries = List.of(admission.expiries(), dispatcher.expiries());
        Timer timer = new Timer(expiries, List.of(dispatcher.alarms()));
        timer.start();
        parts.add(timer);
        return dispatcher;
    }

    private Callee remote(Dispatcher<?> stock, Settings settings) throws Exception {
        Transport transport = new Transport(workers.loopThreads());
        Edge edge = Edge.of(settings.listening().edge(), settings.http());
        CallRoute route = new CallRoute(Map.of("stock", new FunctionRoute(stock)), null);
        HttpListener.Address address = new HttpListener.Address("port", "127.0.0.1", 0);
        HttpListener port = HttpListener.bind(transport, address, settings.http(), memory, edge, route);
        parts.add(() -> {
            port.stopAccepting();
            transport.close();
            edge.close();
        });
        URI uri = URI.create("http://127.0.0.1:" + port.port());
        return new RemoteCallee("stock", uri, null, new RemoteClient(), MAX_BYTES, memory);
    }

    /** Has as many invocations of orders call stock for a while. */
    void run(int callers, Duration time) throws InterruptedException {
        endNanos = System.nanoTime() + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Thread thread = new Thread(this::order);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void order() {
        Outgoing sent = new Outgoing("bench", "GET", "/", new HeaderFields(), Body.empty(), HOUR.toNanos());
        Reply reply = orders.send(sent);
        if (reply.answer().status() != 200) {
            throw new IllegalStateException("orders answered " + reply.answer().status() + ": "
                    + Optional.ofNullable(reply.cause())
                            .map(Throwable::toString)
                            .orElse("no cause"));
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
        workers.close();
    }
}
