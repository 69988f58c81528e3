package dev.effe.server.json;

import dev.effe.server.json.jackson.JacksonEngine;
import java.lang.reflect.InvocationTargetException;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/** Chooses the Jackson of a function: the one that its package brings, else the server's. Thread-safe. */
final class JsonEngines {

    private static final String MAPPER = "com.fasterxml.jackson.databind.ObjectMapper";

    private JsonEngines() {}

    /**
     * Makes an engine.
     *
     * @param function shows the classes of the function's package
     * @throws IllegalStateException if the Jackson of the package cannot be used
     */
    static JsonEngine of(ClassLoader function) {
        ClassLoader server = JsonEngines.class.getClassLoader();
        Class<?> brought = mapperOf(function);
        if (brought == null) {
            return new JacksonEngine(function, false);
        }
        try {
            return brought == mapperOf(server) ? new JacksonEngine(function, true) : anew(function, server);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw unusable(brought, cause == null ? e : cause);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError | ServiceConfigurationError e) {
            throw unusable(brought, e);
        }
    }

    private static JsonEngine anew(ClassLoader function, ClassLoader server) throws ReflectiveOperationException {
        return (JsonEngine) new EngineClassLoader(function, server)
                .loadClass(JacksonEngine.class.getName())
                .getConstructor(ClassLoader.class, boolean.class)
                .newInstance(function, true);
    }

    private static @Nullable Class<?> mapperOf(ClassLoader loader) {
        try {
            return Class.forName(MAPPER, false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        } catch (LinkageError e) {
            throw new IllegalStateException("its package has a jackson-databind that cannot be loaded: " + e, e);
        }
    }

    private static IllegalStateException unusable(Class<?> mapper, Throwable cause) {
        return new IllegalStateException(
                "the jackson-databind of its package, "
                        + mapper.getProtectionDomain().getCodeSource()
                        + ", cannot be used: " + cause + "; 2.9 or later is needed, with its modules of the same"
                        + " version, or a json() of the function's own",
                cause);
    }
}
