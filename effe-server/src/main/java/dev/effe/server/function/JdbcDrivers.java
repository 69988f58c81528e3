package dev.effe.server.function;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Driver;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDBC drivers that a function brings. DriverManager looks for drivers once in the life of a JVM, by the class loader
 * of whatever thread asks it first; so the function's are made, and by that registered, when it is loaded. Stateless.
 */
final class JdbcDrivers {

    private static final Logger log = LoggerFactory.getLogger(JdbcDrivers.class);
    private static final String SERVICES = "META-INF/services/java.sql.Driver";

    private JdbcDrivers() {}

    /** Registers those that the services files name, up to one that cannot be made, as DriverManager does it. */
    static void register(FunctionClassLoader loader) {
        if (!areIn(loader)) {
            return;
        }
        try {
            for (Iterator<Driver> drivers =
                            ServiceLoader.load(Driver.class, loader).iterator();
                    drivers.hasNext(); ) {
                drivers.next();
            }
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            log.warn("A JDBC driver that {} names cannot be made, nor those after it: {}", SERVICES, e.toString());
        }
    }

    private static boolean areIn(FunctionClassLoader loader) {
        return loader.findResource(SERVICES) != null
                && ModuleLayer.boot().findModule("java.sql").isPresent();
    }

    /** Takes them out of DriverManager, which would keep the function's classes for good. */
    static void deregister(FunctionClassLoader loader) {
        if (!areIn(loader)) {
            return;
        }
        try {
            new Inside(loader)
                    .loadClass(JdbcRelease.class.getName())
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            log.warn("JDBC drivers of {} stay registered", loader.getName(), e);
        }
    }

    /** DriverManager shows a driver only to classes that see it: so this makes one that does. */
    private static final class Inside extends ClassLoader {

        Inside(ClassLoader function) {
            super(function);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(JdbcRelease.class.getName())) {
                return super.loadClass(name, resolve);
            }
            String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
            try (InputStream in = JdbcDrivers.class.getResourceAsStream(file)) {
                byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
