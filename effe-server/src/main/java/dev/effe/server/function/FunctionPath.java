package dev.effe.server.function;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The jars and folders of a {@link FunctionSource}, opened to be read. Confined to the thread that opened it; the class
 * loader that it makes outlives it.
 */
final class FunctionPath implements Closeable {

    private final String name;
    private final String dependencyFix;
    private final ClassLoader server;
    private final boolean classPath;
    private final FunctionOpener opened;
    /** Until a class loader takes it over. */
    private @Nullable FunctionFiles files;

    private FunctionPath(
            String name, String dependencyFix, ClassLoader server, boolean classPath, FunctionOpener opened) {
        this.name = name;
        this.dependencyFix = dependencyFix;
        this.server = server;
        this.classPath = classPath;
        this.opened = opened;
        this.files = opened.files();
    }

    /**
     * Opens a function that is named.
     *
     * @param code at least one jar or folder
     * @param libraries jars and folders that it needs
     * @param unpacked whether the function is to be a folder, whatever it is
     */
    static FunctionPath ofNamed(
            List<Path> code, List<Path> libraries, List<Path> layers, boolean unpacked, ClassLoader server)
            throws LoadException {
        Path function = code.get(0);
        if (function.toString().isBlank()) {
            throw new LoadException("--function is empty: name a jar or a folder");
        }
        Path absolute = function.toAbsolutePath();
        if (!Files.exists(absolute)) {
            throw new LoadException(absolute + " does not exist: name a jar or a folder with --function");
        }
        Path last = absolute.normalize().getFileName();
        String name = last == null ? absolute.toString() : last.toString();
        String fix = libraries.isEmpty() ? fixFor(absolute, name) : "add the dependency that has it";
        FunctionPath path = new FunctionPath(name, fix, server, false, new FunctionOpener(unpacked));
        try {
            path.opened.openFunction(absolute);
            for (Path more : code.subList(1, code.size())) {
                path.opened.openFunction(more.toAbsolutePath());
            }
            for (Path library : libraries) {
                path.opened.openLibrary(library.toAbsolutePath());
            }
            path.opened.openLayers(layers.stream().map(Path::toAbsolutePath).toList());
        } catch (LoadException | RuntimeException | Error e) {
            path.closeQuietly(e);
            throw e;
        }
        return path;
    }

    private static String fixFor(Path function, String name) {
        return Files.isDirectory(function)
                ? "put the jar that has it into " + name + "/lib"
                : "build a fat jar, or use a folder with the jar and what it needs in lib/";
    }

    static FunctionPath ofClassPath(ClassLoader server) {
        FunctionOpener opened = new FunctionOpener(false);
        opened.openClassPath(ClassPathEntries.of(server));
        return new FunctionPath("the class path", "add the jar that has it", server, true, opened);
    }

    /** {@code my.jar}, or {@code the class path}. */
    String name() {
        return name;
    }

    /** {@code in my.jar}, or {@code on the class path}. */
    String where() {
        return classPath ? "on " + name : "in " + name;
    }

    /** Where the function's files are: the folder that is the function or has its jar; on the class path, this one. */
    Path folder() {
        Path path = classPath ? Path.of("") : own().get(0).path();
        Path parent = classPath || Files.isDirectory(path) ? path : path.resolveSibling("");
        return parent.toAbsolutePath().normalize();
    }

    /** The advice for a class that the function needs and that is not there. */
    String dependencyFix() {
        return dependencyFix;
    }

    /** True if this is the server's own class path, which need not hold a function. */
    boolean isClassPath() {
        return classPath;
    }

    List<Archive> own() {
        return opened.own();
    }

    List<Archive> libraries() {
        return opened.libraries();
    }

    List<Archive> all() {
        return opened.all();
    }

    /** A new loader for the function's classes; the server's own in class path mode. */
    ClassLoader newLoader() throws IOException {
        return newLoader(api -> ClassLoader.getPlatformClassLoader());
    }

    /**
     * A new loader for the classes of another platform's handler; the server's own in class path mode.
     *
     * @param platform makes the loader's parent, given one that shows the API
     */
    ClassLoader newLoader(UnaryOperator<ClassLoader> platform) throws IOException {
        if (classPath) {
            return server;
        }
        List<URL> urls = new ArrayList<>();
        for (Archive archive : all()) {
            urls.add(archive.path().toUri().toURL());
            opened.files().jars().open(archive.path());
        }
        ClassLoader parent = platform.apply(FunctionClassLoader.api(server));
        ClassLoader loader =
                new FunctionClassLoader("function " + name, urls.toArray(URL[]::new), parent, server, files);
        files = null;
        CommonPoolThreads.serve(loader);
        return loader;
    }

    /** The header of a class, or null if it is not here or not a class file. */
    @Nullable ClassHeader header(String className, ClassHeaderReader reader) throws IOException {
        String file = className.replace('.', '/') + ".class";
        for (Archive archive : all()) {
            try (InputStream in = archive.resource(file)) {
                if (in != null) {
                    return reader.read(in);
                }
            }
        }
        return null;
    }

    private void closeQuietly(Throwable reason) {
        try {
            close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            opened.close();
        } finally {
            if (files != null) {
                files.close();
            }
        }
    }
}
