package dev.effe.server;

import dev.effe.Info;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.ContextClassLoaders;
import dev.effe.server.function.FunctionCode;
import dev.effe.server.function.FunctionSource;
import dev.effe.server.function.HandlerInstances;
import dev.effe.server.function.HandlerLoader;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.function.LogicLoader;
import dev.effe.server.function.NamedHandler;
import dev.effe.server.function.RuntimeLoader;
import dev.effe.server.log.FailureText;
import dev.effe.server.threads.MemoryRefusal;
import dev.effe.server.threads.ServerThreads;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of a function's code that happen once: its constructor, info, init and close. None may take longer than its
 * time, so that a function that hangs ends the start instead of holding it.
 */
final class FunctionLife {

    private static final Logger log = LoggerFactory.getLogger(FunctionLife.class);

    private FunctionLife() {}

    /** Finds the function and makes it; empty if none is named and the class path has none. */
    static Optional<LoadedLogic> load(Settings settings) throws LoadException, StartException {
        FunctionSource source = settings.function()
                .code()
                .path()
                .map(function -> FunctionSource.of(function)
                        .withLayers(settings.function().code().layers()))
                .orElseGet(FunctionSource::classPath);
        return load(settings, source, true);
    }

    /**
     * Finds the function in a source and makes it.
     *
     * @param alone whether the process has no other handler: then its environment can name this one
     */
    static Optional<LoadedLogic> load(Settings settings, FunctionSource source, boolean alone)
            throws LoadException, StartException {
        Optional<NamedHandler> handler = settings.function().code().handler().map(name -> named(settings, name, alone));
        AtomicReference<@Nullable LoadedLogic> late = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        boolean inTime = false;
        try {
            Optional<LoadedLogic> loaded = TimeLimit.call(
                    () -> {
                        Optional<LoadedLogic> made = load(settings, source, handler);
                        late.set(made.orElse(null));
                        unloadLate(over, late);
                        return made;
                    },
                    settings.function().code().initTimeout(),
                    FunctionLife::onNewThread);
            inTime = true;
            return loaded;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LoadException failure) {
                throw failure;
            }
            throw failed("Loading the function of " + source, e);
        } catch (TimeoutException e) {
            throw tooLong(
                    "Making the function of " + source,
                    "init-timeout",
                    settings.function().code().initTimeout(),
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            over.set(!inTime);
            unloadLate(over, late);
        }
    }

    private static Optional<LoadedLogic> load(Settings settings, FunctionSource source, Optional<NamedHandler> handler)
            throws LoadException {
        FunctionCode code = settings.function().code();
        if (code.runtime().isPresent()) {
            return Optional.of(RuntimeLoader.load(
                    code,
                    folder -> code.runtime()
                            .get()
                            .in(
                                    folder,
                                    code.handler(),
                                    settings.function().name(),
                                    settings.function().contexts().maxContexts(),
                                    settings.httpEvents())));
        }
        return handler.isEmpty()
                ? LogicLoader.load(source, code.logic().orElse(null))
                : Optional.of(HandlerLoader.load(source, handler.get()));
    }

    /** Unloads a function that was made when nobody waited for it any more. */
    private static void unloadLate(AtomicBoolean over, AtomicReference<@Nullable LoadedLogic> late) {
        LoadedLogic made = over.get() ? late.getAndSet(null) : null;
        if (made != null) {
            unload(made);
        }
    }

    private static NamedHandler named(Settings settings, String handler, boolean alone) {
        return new NamedHandler(
                handler,
                settings.function().name(),
                settings.function().contexts().maxContexts(),
                settings.function().code().handlerInstances() == HandlerInstances.SHARED,
                settings.httpEvents(),
                alone);
    }

    /** The function's info, without its init. */
    static Info info(LoadedLogic loaded, Duration timeout) throws StartException {
        try {
            return TimeLimit.call(() -> infoOf(loaded), timeout, FunctionLife::onNewThread);
        } catch (ExecutionException e) {
            throw failed("The info of " + loaded.origin(), e);
        } catch (TimeoutException e) {
            throw tooLong("The info of " + loaded.origin(), "init-timeout", timeout, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Info infoOf(LoadedLogic loaded) {
        ClassLoader previous = ContextClassLoaders.enter(loaded.loader());
        try {
            return loaded.logic().info();
        } finally {
            ContextClassLoaders.exit(previous);
        }
    }

    static void init(LoadedFunction<?> function, FunctionConfig config, Duration timeout, Executor workers)
            throws StartException {
        try {
            TimeLimit.run(() -> function.init(config.setup(function.info())), timeout, workers);
        } catch (ExecutionException e) {
            throw failed("The init of " + function.origin(), e);
        } catch (TimeoutException e) {
            throw tooLong("The init of " + function.origin(), "init-timeout", timeout, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Makes ready what reads and writes the function's JSON. */
    static void prepareJson(LoadedFunction<?> function, Duration timeout, Executor workers) throws StartException {
        try {
            TimeLimit.run(function::prepareJson, timeout, workers);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String why = cause instanceof IllegalStateException
                    ? cause.getMessage()
                    : "its JSON could not be made ready: " + cause;
            throw new StartException(function.origin() + ": " + why, cause);
        } catch (TimeoutException e) {
            throw tooLong("The json() of " + function.origin(), "init-timeout", timeout, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Calls the user's close; whatever goes wrong is logged. */
    static void close(LoadedFunction<?> function, Duration timeout, Executor workers) {
        try {
            TimeLimit.run(function::close, timeout, task -> onWorkerOrHere(task, workers));
        } catch (ExecutionException e) {
            log.warn("The function's close threw", e.getCause());
        } catch (TimeoutException e) {
            log.warn("The function's close took longer than stop-timeout, {}", TimeLimit.text(timeout), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the task on this thread, without a limit, where the operating system allows no other. */
    private static void onWorkerOrHere(Runnable task, Executor workers) {
        try {
            workers.execute(task);
        } catch (OutOfMemoryError e) {
            if (!MemoryRefusal.isOfAThread(e)) {
                throw e;
            }
            task.run();
        }
    }

    /** Closes the function's jars. */
    static void unload(Closeable loaded) {
        try {
            loaded.close();
        } catch (IOException e) {
            log.warn("The function's jar could not be closed", e);
        }
    }

    private static StartException failed(String what, ExecutionException e) {
        return new StartException(what + " failed: " + FailureText.of(e), e.getCause());
    }

    private static StartException tooLong(String what, String setting, Duration timeout, TimeoutException where) {
        String limit = " took longer than " + setting + ", " + TimeLimit.text(timeout);
        return new StartException(what + limit + FailureText.place(where), where);
    }

    private static StartException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new StartException("Interrupted while the function started", e);
    }

    private static void onNewThread(Runnable task) {
        ServerThreads.replaceable("effe-load", task).start();
    }
}
