package dev.effe.bench;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.dispatch.Admission;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Invocation;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.dispatch.Timeouts;
import dev.effe.server.dispatch.WorkerKind;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.time.Ticker;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of the way from dispatch to the outcome, without HTTP: admission, deadline, a worker, a context, an empty
 * function. 64 at a time, as 64 connections bring them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DispatchBenchmark {

    private static final int BATCH = 64;

    /** All that is asked of it is its id, for the log. */
    private static final Request REQUEST = stub(Request.class, "0123456789abcdef-1");

    private static final Response RESPONSE = stub(Response.class, null);

    /** Direct runs the function on the calling thread; auto is what this Java has by default. */
    @Param({"direct", "auto", "platform"})
    public String workers = "direct";

    private final Semaphore done = new Semaphore(0);
    private Workers threads;
    private Dispatcher<?> dispatcher;

    @Setup
    public void start() {
        threads = Workers.of(workers.equals("platform") ? WorkerKind.PLATFORM : WorkerKind.AUTO, Duration.ofMinutes(1));
        Executor executor = workers.equals("direct") ? Runnable::run : threads;
        LoadedLogic logic = LoadedLogic.of(Logic.of((request, response) -> {}));
        LoadedFunction<?> function = LoadedFunction.of(logic, Defaults.poolLimits(), executor, Ticker.SYSTEM);
        Admission admission = new Admission(1000, 1000, Duration.ofSeconds(5), Ticker.SYSTEM);
        dispatcher = Dispatcher.of(
                function,
                admission,
                MemoryBudget.unlimited(),
                executor,
                new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30)),
                Ticker.SYSTEM,
                ended -> {});
    }

    @TearDown
    public void stop() {
        threads.close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void dispatch() throws InterruptedException {
        for (int i = 0; i < BATCH; i++) {
            new Call().dispatch();
        }
        done.acquire(BATCH);
    }

    private static <T> T stub(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answer));
    }

    private final class Call implements Invocation.Completion {

        private final Invocation invocation = new Invocation(REQUEST, RESPONSE, this);

        void dispatch() {
            dispatcher.dispatch(invocation);
        }

        @Override
        public void completed(Outcome outcome) {
            invocation.flushed();
            done.release();
        }
    }
}
