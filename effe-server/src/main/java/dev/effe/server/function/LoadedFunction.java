package dev.effe.server.function;

import dev.effe.Info;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import dev.effe.server.file.FileWatch;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.json.UsesJson;
import dev.effe.server.pool.ClaimException;
import dev.effe.server.pool.ContextLifecycle;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PoolLimits;
import dev.effe.server.time.Ticker;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A function with its pool: the unit that is put into service and taken out of it. Every call of user code goes through
 * here, with the function's class loader as the thread's. Thread-safe.
 */
public final class LoadedFunction<C extends @Nullable Object> implements ContextLifecycle<C> {

    private final String name;
    private final LoadedLogic loaded;
    private final Logic<C> logic;
    private final FunctionJson json;
    private final Ticker ticker;
    private final AtomicLong initNanos = new AtomicLong();
    private final FailedStarts failedStarts;
    private final ContextPool<C> pool;
    private final Consumer<Throwable> failures;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Set once, before the first run, if it may call others. */
    private volatile @Nullable Caller caller;

    /** The text of its info, for the log; "" where nobody has asked it. Set once, before the first run. */
    private volatile String version = "";

    /** Set once, before the first run, if the application has topics. */
    private volatile @Nullable Appender appender;

    private LoadedFunction(
            String name,
            LoadedLogic loaded,
            Logic<C> logic,
            PoolLimits limits,
            Executor workers,
            Ticker ticker,
            Consumer<Throwable> failures) {
        this.name = name;
        this.failures = failures;
        this.loaded = loaded;
        this.logic = logic;
        this.json = loaded.json();
        this.ticker = ticker;
        this.failedStarts = new FailedStarts(name, ticker);
        this.pool = new ContextPool<>(this, limits, workers, ticker);
    }

    public static LoadedFunction<?> of(LoadedLogic loaded, PoolLimits limits, Executor workers, Ticker ticker) {
        return of("", loaded, limits, workers, ticker, failure -> {});
    }

    /**
     * A function and its pool.
     *
     * @param name its name among the functions of the process; "" if it is the only one
     * @param failures told what starts and stops throw
     */
    public static LoadedFunction<?> of(
            String name,
            LoadedLogic loaded,
            PoolLimits limits,
            Executor workers,
            Ticker ticker,
            Consumer<Throwable> failures) {
        return new LoadedFunction<>(name, loaded, loaded.logic(), limits, workers, ticker, failures);
    }

    public ContextPool<C> pool() {
        return pool;
    }

    /** Its name among the functions of the process; "" if it is the only one. */
    public String name() {
        return name;
    }

    /** Its version for the log; "" if nobody has asked the function. */
    public String version() {
        return version;
    }

    /** To be called before its first run. */
    public void version(String told) {
        version = told;
    }

    /** Its class and where that was found. */
    public String origin() {
        return loaded.origin();
    }

    public Info info() {
        ClassLoader previous = ContextClassLoaders.enter(loaded.loader());
        try {
            return logic.info();
        } finally {
            ContextClassLoaders.exit(previous);
        }
    }

    public void init(Setup setup) throws Exception {
        ClassLoader previous = ContextClassLoaders.enter(loaded.loader());
        long beginNanos = ticker.nanos();
        try {
            logic.init(setup);
        } finally {
            initNanos.set(ticker.nanos() - beginNanos);
            ContextClassLoaders.exit(previous);
        }
    }

    /**
     * Asks the function how its JSON is read and written, once init has returned.
     *
     * @throws IllegalStateException if a type of a JsonLogic cannot be read or written; the message says why
     */
    public void prepareJson() {
        ClassLoader previous = ContextClassLoaders.enter(loaded.loader());
        try {
            json.prepare();
        } finally {
            ContextClassLoaders.exit(previous);
        }
    }

    /** Lets the function call others. To be called before its first run. */
    public void callBy(Caller others) {
        caller = others;
    }

    /** Lets the function append to topics. To be called before its first run. */
    public void appendBy(Appender topics) {
        appender = topics;
    }

    @Override
    public long takeInitNanos() {
        return initNanos.get() == 0 ? 0 : initNanos.getAndSet(0);
    }

    @Override
    public C start() throws Exception {
        ClassLoader previous = ContextClassLoaders.enter(loaded.loader());
        try {
            C context = logic.start();
            if (context == null && !loaded.contextMayBeNull()) {
                throw new IllegalStateException("start returned null: return a context, or implement Logic<Void>");
            }
            return context;
        } finally {
            ContextClassLoaders.exit(previous);
        }
    }

    @Override
    public void startFailed(ClaimException failed) {
        failedStarts.tell(failed);
    }

    public void run(C context, Request request, Response response) throws Exception {
        ClassLoader previous = ContextClassLoaders.enter(loaded.loader());
        try {
            if (request instanceof UsesJson reader && response instanceof UsesJson writer) {
                reader.use(json);
                writer.use(json);
            }
            if ((caller != null || appender != null) && request instanceof MakesCalls calling) {
                runReachingOut(calling, context, request, response);
            } else {
                logic.run(context, request, response);
            }
        } finally {
            ContextClassLoaders.exit(previous);
        }
    }

    private void runReachingOut(MakesCalls calling, C context, Request request, Response response) throws Exception {
        calling.reachOut(caller, appender);
        try {
            logic.run(context, request, response);
        } finally {
            calling.runEnded();
        }
    }

    public boolean usable(C context) throws Exception {
        ClassLoader previous = ContextClassLoaders.enter(loaded.loader());
        try {
            return logic.usable(context);
        } finally {
            ContextClassLoaders.exit(previous);
        }
    }

    public boolean reusable(C context, Throwable failure) {
        ClassLoader previous = ContextClassLoaders.enter(loaded.loader());
        try {
            return logic.reusable(context, failure);
        } finally {
            ContextClassLoaders.exit(previous);
        }
    }

    @Override
    public void stop(C context) throws Exception {
        ClassLoader previous = ContextClassLoaders.enter(loaded.loader());
        try {
            logic.stop(context);
        } finally {
            ContextClassLoaders.exit(previous);
        }
    }

    @Override
    public void failed(Throwable failure) {
        failures.accept(failure);
    }

    /** Calls the user's close, once. The pool must be closed before. */
    public void close() throws Exception {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ClassLoader previous = ContextClassLoaders.enter(loaded.loader());
        try {
            logic.close();
        } finally {
            ContextClassLoaders.exit(previous);
        }
    }

    /** A watch over the function's jars, not started yet, that names in the log those that change; null without jars. */
    public @Nullable FileWatch jarWatch() {
        return loaded.loader() instanceof FunctionClassLoader own ? own.jarWatch() : null;
    }

    /** Closes the function's jars, after which no class of it can be loaded any more. */
    public void unload() throws IOException {
        loaded.close();
    }
}
