package dev.effe.server.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Makes the server's engine anew from the same class files, so that it speaks with the Jackson of a function's package.
 * Lends the package what the server has for java.time and Optional, where it does not bring that itself. Thread-safe.
 */
final class EngineClassLoader extends ClassLoader {

    private static final String SERVER = "dev.effe.server.json.";
    private static final String ENGINE = SERVER + "jackson.";
    private static final List<String> LENT =
            List.of("com.fasterxml.jackson.datatype.jsr310.", "com.fasterxml.jackson.datatype.jdk8.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader server;

    EngineClassLoader(ClassLoader function, ClassLoader server) {
        super("json engine", function);
        this.server = server;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(ENGINE)) {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
        return name.startsWith(SERVER) ? server.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith(ENGINE) && LENT.stream().noneMatch(name::startsWith)) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = server.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
