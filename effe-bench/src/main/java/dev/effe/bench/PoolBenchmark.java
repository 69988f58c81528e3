package dev.effe.bench;

import dev.effe.server.pool.ClaimException;
import dev.effe.server.pool.Claimant;
import dev.effe.server.pool.ContextLifecycle;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PooledContext;
import dev.effe.server.time.Ticker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of a warm claim and its release, alone and contended. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PoolBenchmark {

    private static final Claimant NOBODY = replaced -> {};

    private final ContextPool<Object> pool =
            new ContextPool<>(new Plain(), Defaults.poolLimits(), Runnable::run, Ticker.SYSTEM);

    @Benchmark
    @Threads(1)
    public Object claimAndRelease() throws ClaimException, InterruptedException {
        return claim();
    }

    @Benchmark
    @Threads(2)
    public Object claimAndReleaseByTwo() throws ClaimException, InterruptedException {
        return claim();
    }

    private Object claim() throws ClaimException, InterruptedException {
        PooledContext<Object> context = pool.claim(Long.MAX_VALUE, NOBODY);
        pool.release(context);
        return context;
    }

    private static final class Plain implements ContextLifecycle<Object> {

        @Override
        public Object start() {
            return new Object();
        }

        @Override
        public void stop(Object context) {}
    }
}
