package dev.effe.server.function;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipException;
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

    /** Until a class loader takes it over. */
    private @Nullable UnpackedFolder unpacked;

    /** Where a function is looked for first. */
    private final List<Archive> own = new ArrayList<>();

    /** Where it is looked for after that: the jars in {@code lib}. */
    private final List<Archive> libraries = new ArrayList<>();

    private FunctionPath(String name, String dependencyFix, ClassLoader server, boolean classPath) {
        this.name = name;
        this.dependencyFix = dependencyFix;
        this.server = server;
        this.classPath = classPath;
    }

    static FunctionPath ofNamed(Path function, ClassLoader server) throws LoadException {
        if (function.toString().isBlank()) {
            throw new LoadException("--function is empty: name a jar or a folder");
        }
        Path absolute = function.toAbsolutePath();
        if (!Files.exists(absolute)) {
            throw new LoadException(absolute + " does not exist: name a jar or a folder with --function");
        }
        boolean folder = Files.isDirectory(absolute);
        Path last = absolute.normalize().getFileName();
        String name = last == null ? absolute.toString() : last.toString();
        String fix = folder
                ? "put the jar that has it into " + name + "/lib"
                : "build a fat jar, or use a folder with the jar and what it needs in lib/";
        FunctionPath path = new FunctionPath(name, fix, server, false);
        if (folder) {
            path.openNamed(absolute, true);
        } else {
            path.openFile(absolute);
        }
        return path;
    }

    static FunctionPath ofClassPath(ClassLoader server) {
        FunctionPath path = new FunctionPath("the class path", "add the jar that has it", server, true);
        for (Path entry : ClassPathEntries.of(server)) {
            path.openEntry(entry);
        }
        return path;
    }

    private void openFile(Path file) throws LoadException {
        try {
            unpacked = Files.isReadable(file) ? UnpackedFolder.of(file) : null;
        } catch (ZipException e) {
            throw new LoadException(file + " is neither a jar nor a folder: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new LoadException(file + " cannot be unpacked: " + e, e);
        }
        openNamed(unpacked == null ? file : unpacked.path(), unpacked != null);
    }

    private void openNamed(Path function, boolean folder) throws LoadException {
        try {
            open(own, function);
            if (folder) {
                openAll(own, jarsIn(function));
                openAll(libraries, jarsIn(function.resolve("lib")));
            }
        } catch (LoadException e) {
            closeQuietly(e);
            throw e;
        }
    }

    private static void openAll(List<Archive> archives, List<Path> jars) throws LoadException {
        for (Path jar : jars) {
            open(archives, jar);
        }
    }

    private static void open(List<Archive> archives, Path path) throws LoadException {
        if (!Files.isReadable(path)) {
            throw new LoadException(path + " cannot be read: the user that runs effe needs the right to read it");
        }
        try {
            archives.add(Archive.open(path));
        } catch (IOException e) {
            throw new LoadException(path + " is neither a jar nor a folder: " + e.getMessage(), e);
        }
    }

    private static List<Path> jarsIn(Path folder) throws LoadException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        // Sorted, so that every machine gives the same class of two.
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LoadException(folder + " cannot be read: " + e, e);
        }
    }

    private void openEntry(Path entry) {
        try {
            own.add(Archive.open(entry));
        } catch (IOException e) {
            // The JVM itself ignores what is missing or broken on its class path.
        }
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
        Path path = classPath ? Path.of("") : own.get(0).path();
        Path parent = classPath || Files.isDirectory(path) ? path : path.resolveSibling("");
        return parent.toAbsolutePath().normalize();
    }

    /** What to do about a class that the function needs and that is not there. */
    String dependencyFix() {
        return dependencyFix;
    }

    /** Whether this is the server's own class path, which need not hold a function. */
    boolean isClassPath() {
        return classPath;
    }

    List<Archive> own() {
        return own;
    }

    List<Archive> libraries() {
        return libraries;
    }

    List<Archive> all() {
        List<Archive> all = new ArrayList<>(own);
        all.addAll(libraries);
        return all;
    }

    /** A new loader for the function's classes; the server's own in class path mode. */
    ClassLoader newLoader() throws MalformedURLException {
        return newLoader(api -> ClassLoader.getPlatformClassLoader());
    }

    /**
     * A new loader for the classes of another platform's handler; the server's own in class path mode.
     *
     * @param platform makes the loader's parent, given one that shows the API
     */
    ClassLoader newLoader(UnaryOperator<ClassLoader> platform) throws MalformedURLException {
        if (classPath) {
            return server;
        }
        List<URL> urls = new ArrayList<>();
        for (Archive archive : all()) {
            urls.add(archive.path().toUri().toURL());
        }
        ClassLoader parent = platform.apply(FunctionClassLoader.api(server));
        ClassLoader loader =
                new FunctionClassLoader("function " + name, urls.toArray(URL[]::new), parent, server, unpacked);
        unpacked = null;
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
        for (Archive archive : all()) {
            archive.close();
        }
        if (unpacked != null) {
            unpacked.close();
        }
    }
}
