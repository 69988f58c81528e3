package dev.effe.server.function;

import dev.effe.Logic;
import dev.effe.server.json.FunctionJson;
import java.io.Closeable;
import java.io.IOException;

/**
 * A function that is loaded and made, with neither {@link Logic#init} nor {@link Logic#info} called yet.
 *
 * @param logic the one instance
 * @param loader what it was loaded by, and what must be the context class loader of each call
 * @param contextMayBeNull whether its context type is {@link Void}, so that a null from {@link Logic#start} is no failure
 * @param origin its class and where that was found, for the start line: {@code com.acme.Hello in my.jar}
 * @param jars closed with it
 * @param json its JSON, of which there is one, since a function is asked for it once
 */
public record LoadedLogic(
        Logic<?> logic, ClassLoader loader, boolean contextMayBeNull, String origin, Closeable jars, FunctionJson json)
        implements Closeable {

    /** A function whose JSON nobody has been asked for yet. */
    public LoadedLogic(Logic<?> logic, ClassLoader loader, boolean contextMayBeNull, String origin, Closeable jars) {
        this(logic, loader, contextMayBeNull, origin, jars, new FunctionJson(logic, loader));
    }

    /** A function whose jars are those of its loader. */
    public LoadedLogic(Logic<?> logic, ClassLoader loader, boolean contextMayBeNull, String origin) {
        // The class path is the server's own, and stays open.
        this(logic, loader, contextMayBeNull, origin, loader instanceof FunctionClassLoader own ? own : () -> {});
    }

    /** A function that was made in code, by the class loader of its class. */
    public static LoadedLogic of(Logic<?> logic) {
        Class<?> type = logic.getClass();
        return new LoadedLogic(logic, type.getClassLoader(), ContextType.isVoid(type), type.getName());
    }

    /**
     * The same function, whose jars are closed by the end of the process alone: its shutdown hooks, and threads that it
     * left, load classes until then.
     */
    public LoadedLogic openToTheEnd() {
        return new LoadedLogic(logic, loader, contextMayBeNull, origin, () -> {}, json);
    }

    /** Closes the function's jars, after which no class of it can be loaded any more. To be called after its last call. */
    @Override
    public void close() throws IOException {
        jars.close();
    }
}
