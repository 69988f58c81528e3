package dev.effe.server.health;

import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.log.ThreadStack;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether the server is live, and whether it is ready: the pages, the metrics and the log have it from here alone.
 * A server that is not live is not ready either. Thread-safe.
 */
public final class Health implements DispatchListener {

    private static final Logger log = LoggerFactory.getLogger(Health.class);
    private static final int MOST_STACKS = 20;

    private final Life life;
    private final List<ContextPool<?>> pools;
    private final Supplier<Optional<String>> topicsNotReady;
    private final Ticker ticker;

    // Guarded by this.
    private boolean saidDead;
    private long deadSinceNanos;

    /**
     * Health that nothing ails yet.
     *
     * @param pools those of all functions, by a list that may change meanwhile if it is thread-safe: the server is as well
     *     as the one that is worst
     * @param topicsNotReady tells why topics are not ready; empty if they are
     */
    public Health(Life life, List<ContextPool<?>> pools, Supplier<Optional<String>> topicsNotReady, Ticker ticker) {
        this.life = life;
        this.pools = pools;
        this.topicsNotReady = topicsNotReady;
        this.ticker = ticker;
    }

    /** Returns why it is not live; empty if it is. */
    public Optional<String> notLive() {
        if (life.isOver()) {
            return Optional.of("stopped");
        }
        if (life.isStarved()) {
            return Optional.of("no worker gets to run: functions compute past their deadline");
        }
        for (ContextPool<?> pool : pools) {
            if (pool.isStuck()) {
                return Optional.of("too many calls do not return " + pool.stats());
            }
        }
        return Optional.empty();
    }

    /** Returns why it is not ready; empty if it is. */
    public Optional<String> notReady() {
        if (life.isOutOfMemory()) {
            return Optional.of("out of memory");
        }
        if (life.state() != ServerState.RUNNING) {
            return Optional.of(life.state().name().toLowerCase(Locale.ROOT));
        }
        Optional<String> dead = notLive();
        if (dead.isPresent()) {
            return dead;
        }
        return isFailing() ? Optional.of("no context can be started") : topicsNotReady.get();
    }

    private boolean isFailing() {
        for (ContextPool<?> pool : pools) {
            if (pool.isFailing()) {
                return true;
            }
        }
        return false;
    }

    /** A call that missed its deadline may be the one that is too many. */
    @Override
    public void ended(EndedInvocation invocation) {
        if (invocation.outcome() instanceof Outcome.TimedOut) {
            check();
        }
    }

    /** Logs that liveness has fallen, and what holds it, or that it has risen; for whoever may notice first. */
    void check() {
        String dead = notLive().orElse("");
        synchronized (this) {
            if (dead.isEmpty() != saidDead || life.isOver()) {
                return;
            }
            saidDead = !dead.isEmpty();
            if (saidDead) {
                deadSinceNanos = ticker.nanos();
                log.error("The server is no longer live: {}\n{}", dead, stacks());
            } else {
                log.info(
                        "The server is live again after {} ms",
                        Duration.ofNanos(ticker.nanos() - deadSinceNanos).toMillis());
            }
        }
    }

    private String stacks() {
        List<Thread> stuck =
                pools.stream().flatMap(pool -> pool.overdueThreads().stream()).toList();
        String first = stuck.stream()
                .limit(MOST_STACKS)
                .map(thread -> new ThreadStack(thread).toString())
                .collect(Collectors.joining("\n"));
        return stuck.size() <= MOST_STACKS ? first : first + "\nand " + (stuck.size() - MOST_STACKS) + " more";
    }
}
