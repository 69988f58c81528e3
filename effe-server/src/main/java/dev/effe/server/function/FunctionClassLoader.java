package dev.effe.server.function;

import dev.effe.server.file.FileWatch;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wall between a function and the server. A function sees the JDK, the API ({@code dev.effe} and {@code
 * dev.effe.spi}), SLF4J, and its own jars; nothing else of the server, so it may bring any version of anything.
 *
 * <p>SLF4J is the server's, so that the function logs through the server, unless the package brings a provider: then
 * all of {@code org.slf4j} is the package's own, see {@link Slf4j}.
 *
 * <p>A Logic without a jackson-databind of its own shares jackson-annotations with the server, whose Jackson reads and
 * writes its JSON: a copy of its own would count for nothing.
 *
 * <p>Resources come from the JDK and from its own jars. Thread-safe, and loads classes in parallel.
 */
final class FunctionClassLoader extends URLClassLoader {

    private static final String API = "dev.effe.";
    private static final String SPI = "dev.effe.spi.";
    private static final String SLF4J = "org.slf4j.";
    private static final String JACKSON_ANNOTATIONS = "com.fasterxml.jackson.annotation.";
    private static final String JACKSON = "com/fasterxml/jackson/databind/ObjectMapper.class";

    static {
        registerAsParallelCapable();
        // Else reading a resource by its URL keeps the jar open for good, and hands out the old one's after a reload.
        // The whole process, because libraries make such URLs anew from text.
        URLConnection.setDefaultUseCaches("jar", false);
    }

    private final ClassLoader server;

    /** True for a Logic's, whose JSON the server reads and writes. */
    private final boolean logic;

    /** Told when first asked for; two threads may both look. */
    private volatile @Nullable Boolean bringsJackson;

    /** Told when first asked for; two threads may both look. */
    private volatile @Nullable Slf4j slf4j;

    /** The files that the path is in; null for the API's view, which has none. */
    private final @Nullable FunctionFiles files;

    /**
     * @param parent what else the function sees: the JDK, or what a platform gives to its handlers
     * @param files closed with the loader
     */
    FunctionClassLoader(
            String name, URL[] path, ClassLoader parent, ClassLoader server, @Nullable FunctionFiles files) {
        super(name, path, parent);
        this.server = server;
        this.logic = path.length > 0 && ClassLoader.getPlatformClassLoader().equals(parent);
        this.files = files;
        super.findResource("dev/effe/none"); // To look into all jars opens them, now.
    }

    /** The classes that every function sees, and nothing of its own. */
    static ClassLoader api(ClassLoader server) {
        return new FunctionClassLoader("effe api", new URL[0], ClassLoader.getPlatformClassLoader(), server, null);
    }

    /** True if a class comes from the server, even where the function's jar has a copy of it. */
    static boolean isApi(String className) {
        return isDirectlyIn(API, className) || isDirectlyIn(SPI, className);
    }

    private static boolean isDirectlyIn(String packagePrefix, String className) {
        return className.startsWith(packagePrefix) && className.indexOf('.', packagePrefix.length()) < 0;
    }

    /** Closes what a platform gave as well: it is this function's alone. */
    @Override
    public void close() throws IOException {
        JdbcDrivers.deregister(this);
        CommonPoolThreads.leave(this);
        super.close();
        if (getParent() instanceof Closeable platform) {
            platform.close();
        }
        if (files != null) {
            files.close();
        }
    }

    @Override
    public @Nullable URL findResource(String name) {
        URL found = super.findResource(name);
        return found == null || files == null ? found : files.jars().held(found);
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        List<URL> found = new ArrayList<>();
        super.findResources(name).asIterator().forEachRemaining(found::add);
        if (files != null) {
            found.replaceAll(files.jars()::held);
        }
        return Collections.enumeration(found);
    }

    /** Without the JarFile that URLClassLoader would have opened for each. */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        URL found = getResource(name);
        try {
            return found == null ? null : found.openStream();
        } catch (IOException e) {
            return null;
        }
    }

    /** The class of this name, if any of the function's has been linked with it; null else. */
    @Nullable Class<?> linked(String name) {
        return findLoadedClass(name);
    }

    /** The watch that names changed jars in the log, not started yet; null if there are none. */
    @Nullable FileWatch jarWatch() {
        return files == null ? null : files.jars().watch();
    }

    /** Where AWS Lambda's LD_LIBRARY_PATH has native libraries too: in the function's folder, in lib, and in layers. */
    @Override
    protected @Nullable String findLibrary(String name) {
        return files == null ? null : files.library(System.mapLibraryName(name));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isApi(name)) {
            return server.loadClass(name);
        }
        if (name.startsWith(SLF4J)) {
            if (slf4j() != Slf4j.SERVERS) {
                return loadOwn(name);
            }
            try {
                return server.loadClass(name);
            } catch (ClassNotFoundException e) {
                // An extension that the server does not have, such as org.slf4j.bridge, is the function's own.
            }
        }
        if (name.startsWith(JACKSON_ANNOTATIONS) && logic && !bringsJackson()) {
            try {
                return server.loadClass(name);
            } catch (ClassNotFoundException e) {
                // The server's is older and does not have it.
            }
        }
        return super.loadClass(name, resolve);
    }

    private Slf4j slf4j() {
        Slf4j known = slf4j;
        if (known == null) {
            known = Slf4j.of(this);
            slf4j = known;
        }
        return known;
    }

    /** Never asks the parent, which shows the server's. */
    private Class<?> loadOwn(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                return findClass(name);
            } catch (ClassNotFoundException e) {
                if (slf4j() != Slf4j.LENT) {
                    throw e;
                }
                return defineAsTheServers(name, e);
            }
        }
    }

    private Class<?> defineAsTheServers(String name, ClassNotFoundException missing) throws ClassNotFoundException {
        try (InputStream in = server.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw missing;
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private boolean bringsJackson() {
        Boolean known = bringsJackson;
        if (known == null) {
            known = findResource(JACKSON) != null;
            bringsJackson = known;
        }
        return known;
    }
}
