package dev.effe.server.function;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the function comes from. Nothing is opened before it is loaded, and each load looks anew. Immutable. */
public final class FunctionSource {

    private final @Nullable Path function;
    private final ClassLoader server;

    private FunctionSource(@Nullable Path function, ClassLoader server) {
        this.function = function;
        this.server = server;
    }

    /**
     * What {@code --function} names, behind a class loader of its own.
     *
     * @param function a jar, or a folder: its classes, the jars directly in it and those in its {@code lib} folder
     */
    public static FunctionSource of(Path function) {
        return new FunctionSource(function, serverLoader());
    }

    /** The class path of the server itself, where a function may be missing. */
    public static FunctionSource classPath() {
        return classPath(serverLoader());
    }

    static FunctionSource classPath(ClassLoader loader) {
        return new FunctionSource(null, loader);
    }

    private static ClassLoader serverLoader() {
        return FunctionSource.class.getClassLoader();
    }

    FunctionPath open() throws LoadException {
        return function == null ? FunctionPath.ofClassPath(server) : FunctionPath.ofNamed(function, server);
    }

    @Override
    public String toString() {
        return function == null ? "the class path" : function.toString();
    }
}
