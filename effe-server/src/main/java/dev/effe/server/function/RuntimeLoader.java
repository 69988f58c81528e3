package dev.effe.server.function;

import dev.effe.Logic;
import dev.effe.spi.RuntimeProvider;
import dev.effe.spi.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Makes functions of programs in any language, by way of a {@link RuntimeProvider}. Nothing of it is loaded where none is
 * named. Stateless and thread-safe.
 */
public final class RuntimeLoader {

    private RuntimeLoader() {}

    /** Says for which function a program is, once the function's folder is known. */
    @FunctionalInterface
    public interface In {
        RuntimeSpec spec(Path folder);
    }

    /**
     * Makes the function; its program is not started yet.
     *
     * @param code the settings of its code, which name a runtime
     * @throws LoadException if it cannot be made; nothing is left open then
     */
    public static LoadedLogic load(FunctionCode code, In in) throws LoadException {
        FunctionFiles files = new FunctionFiles();
        try {
            Path folder = folder(code, files);
            Logic<?> logic = provide(in.spec(folder));
            String what = code.handler().map(handler -> handler + " ").orElse("");
            String name = code.runtime().orElseThrow().name();
            return new LoadedLogic(
                    logic, RuntimeLoader.class.getClassLoader(), false, what + "in " + folder + " by " + name, files);
        } catch (LoadException e) {
            close(files, e);
            throw e;
        } catch (IOException e) {
            close(files, e);
            throw new LoadException(code.path() + " cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static Path folder(FunctionCode code, FunctionFiles files) throws LoadException, IOException {
        NamedRuntime runtime = code.runtime().orElseThrow();
        if (runtime.bootstrap().isPresent()
                && !Files.isRegularFile(runtime.bootstrap().get())) {
            throw new LoadException(
                    runtime.bootstrap().get() + " does not exist: name an executable file with --bootstrap");
        }
        if (code.path().isEmpty()) {
            return runtime.bootstrap().orElseThrow().resolveSibling("").normalize();
        }
        Path path = code.path().get().toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new LoadException(path + " does not exist: name a folder or a zip with --function");
        }
        return Files.isDirectory(path) ? path : files.unpack(path);
    }

    private static Logic<?> provide(RuntimeSpec spec) throws LoadException {
        try {
            return provider().provide(spec);
        } catch (LoadException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            throw new LoadException(String.valueOf(e.getMessage() == null ? e : e.getMessage()), e);
        }
    }

    /** The one beside the server. */
    private static RuntimeProvider provider() throws LoadException {
        try {
            Iterator<RuntimeProvider> found = ServiceLoader.load(
                            RuntimeProvider.class, RuntimeLoader.class.getClassLoader())
                    .iterator();
            if (found.hasNext()) {
                return found.next();
            }
        } catch (ServiceConfigurationError e) {
            throw new LoadException("The support for runtimes cannot be loaded: " + e.getMessage(), e);
        }
        throw new LoadException("This Effe is built without what serves other languages: put effe-lambda on its class"
                + " path, or build its image with --build-arg LAMBDA=on");
    }

    private static void close(FunctionFiles files, Exception reason) {
        try {
            files.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
