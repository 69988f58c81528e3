package dev.effe.server.function;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the function comes from. Nothing is opened before it is loaded, and each load looks anew. Immutable. */
public final class FunctionSource {

    /** Empty for the class path. */
    private final List<Path> function;

    private final List<Path> libraries;
    private final List<Path> layers;
    private final ClassLoader server;

    private FunctionSource(List<Path> function, List<Path> libraries, List<Path> layers, ClassLoader server) {
        this.function = function;
        this.libraries = libraries;
        this.layers = layers;
        this.server = server;
    }

    /**
     * The function that {@code --function} names, behind a class loader of its own.
     *
     * @param function a jar, or a folder: its classes, the jars directly in it and those in its {@code lib} folder
     */
    public static FunctionSource of(Path function) {
        return of(List.of(function));
    }

    /**
     * A function whose code is in several places, behind one class loader of its own.
     *
     * @param function at least one jar or folder, each as of {@link #of(Path)}, the first looked at first
     */
    public static FunctionSource of(List<Path> function) {
        return new FunctionSource(List.copyOf(function), List.of(), List.of(), serverLoader());
    }

    /**
     * A function on a class path as a build has it, behind a class loader of its own.
     *
     * @param classPath the jar or folder that has the function, then those that it needs, of which missing ones are
     *     ignored as Java does
     */
    public static FunctionSource ofClassPath(List<Path> classPath) {
        List<Path> libraries = classPath.stream().skip(1).filter(Files::exists).toList();
        return new FunctionSource(List.of(classPath.get(0)), libraries, List.of(), serverLoader());
    }

    /**
     * The same with what is looked for in further places, after the function's own.
     *
     * @param more folders and zips with jars in {@code java/lib}, as layers of AWS Lambda have them, or jars
     */
    public FunctionSource withLayers(List<Path> more) {
        return new FunctionSource(function, libraries, List.copyOf(more), server);
    }

    /** The class path of the server itself, where a function may be missing. */
    public static FunctionSource classPath() {
        return classPath(serverLoader());
    }

    static FunctionSource classPath(ClassLoader loader) {
        return new FunctionSource(List.of(), List.of(), List.of(), loader);
    }

    private static ClassLoader serverLoader() {
        return FunctionSource.class.getClassLoader();
    }

    FunctionPath open() throws LoadException {
        return open(false);
    }

    /** With a function that is a folder, as AWS Lambda makes one of each package. */
    FunctionPath openUnpacked() throws LoadException {
        return open(true);
    }

    private FunctionPath open(boolean unpacked) throws LoadException {
        return function.isEmpty()
                ? FunctionPath.ofClassPath(server)
                : FunctionPath.ofNamed(function, libraries, layers, unpacked, server);
    }

    @Override
    public String toString() {
        return function.isEmpty() ? "the class path" : function.get(0).toString();
    }
}
