package dev.effe.server.function;

import dev.effe.Logic;
import dev.effe.server.log.MissingModule;
import dev.effe.spi.HandlerSpec;
import dev.effe.spi.LogicProvider;
import java.io.IOException;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Loads a handler that was written for another platform, by way of a {@link LogicProvider}, or the Logic that is named
 * like one. Stateless and thread-safe; each call gives classes of its own, unless the handler is on the class path of the
 * server.
 */
public final class HandlerLoader {

    private HandlerLoader() {}

    /**
     * Makes the function.
     *
     * @param source where the handler is
     * @throws LoadException if it cannot be made; nothing is left open then
     */
    public static LoadedLogic load(FunctionSource source, NamedHandler handler) throws LoadException {
        return load(source, handler, HandlerLoader::provider);
    }

    /** Finds what loads handlers. */
    @FunctionalInterface
    interface Providers {
        LogicProvider find() throws LoadException;
    }

    static LoadedLogic load(FunctionSource source, NamedHandler handler, Providers providers) throws LoadException {
        try (FunctionPath path = source.openUnpacked()) {
            if (ClassScan.forLogic(path).isWanted(handler.name())) {
                return LogicLoader.load(path, handler.name()).orElseThrow();
            }
            LogicProvider provider = providers.find();
            ClassLoader loader = path.newLoader(provider::platform);
            try {
                new HandlerCheck(path, loader).check(handler.name());
                Logic<?> logic = provide(provider, handler.in(path.folder(), loader));
                return new LoadedLogic(logic, loader, false, handler.name() + " " + path.where());
            } catch (LoadException e) {
                if (loader instanceof FunctionClassLoader own) {
                    own.close();
                }
                throw e;
            }
        } catch (IOException e) {
            throw new LoadException(source + " cannot be read: " + e, e);
        }
    }

    /** The one beside the server, never a function's. */
    private static LogicProvider provider() throws LoadException {
        try {
            Iterator<LogicProvider> found = ServiceLoader.load(
                            LogicProvider.class, HandlerLoader.class.getClassLoader())
                    .iterator();
            if (found.hasNext()) {
                return found.next();
            }
        } catch (ServiceConfigurationError e) {
            throw new LoadException("The support for handlers cannot be loaded: " + e.getMessage(), e);
        }
        throw new LoadException("This Effe is built without what serves handlers: put effe-lambda on its class path,"
                + " or build its image with --build-arg LAMBDA=on");
    }

    private static Logic<?> provide(LogicProvider provider, HandlerSpec handler) throws LoadException {
        ClassLoader previous = ContextClassLoaders.enter(handler.loader());
        try {
            Logic<?> logic = provider.provide(handler); // Before any code of the handler's runs, its drivers included.
            if (handler.loader() instanceof FunctionClassLoader own) {
                JdbcDrivers.register(own);
            }
            return logic;
        } catch (Exception | LinkageError e) {
            String hint = MissingModule.hint(e);
            throw new LoadException(handler.name() + ": " + (e.getMessage() == null ? e : e.getMessage()) + hint, e);
        } finally {
            ContextClassLoaders.exit(previous);
        }
    }
}
