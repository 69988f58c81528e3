package dev.effe.server.function;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads the function. Stateless and thread-safe; each call gives classes and an instance of its own, unless the function
 * is on the class path of the server.
 *
 * <p>Runs the function's static initialiser and constructor on the calling thread, and so may block for as long as they
 * do.
 */
public final class LogicLoader {

    private LogicLoader() {}

    /**
     * Finds the function's class, loads it and makes its instance.
     *
     * @param source where to look
     * @param logicClass what {@code --logic} names, or null: then the manifest's {@code Effe-Logic}, the services file or
     *     the only implementation
     * @return the function; empty if neither {@code --function} nor {@code --logic} names one and the class path has none
     * @throws LoadException if there is no such function or it cannot be made; nothing is left open then
     */
    public static Optional<LoadedLogic> load(FunctionSource source, @Nullable String logicClass) throws LoadException {
        try (FunctionPath path = source.open()) {
            return load(path, logicClass);
        } catch (IOException e) {
            throw new LoadException(source + " cannot be read: " + e, e);
        }
    }

    static Optional<LoadedLogic> load(FunctionPath path, @Nullable String logicClass)
            throws LoadException, IOException {
        ClassLoader loader = path.newLoader();
        Optional<LoadedLogic> loaded = Optional.empty();
        ClassLoader previous = ContextClassLoaders.enter(loader);
        try {
            if (loader instanceof FunctionClassLoader own) {
                JdbcDrivers.register(own);
            }
            ClassScan scan = ClassScan.forLogic(path);
            Optional<LogicChoice> choice = new LogicChooser(path, loader, scan).choose(logicClass);
            if (choice.isPresent()) {
                loaded = Optional.of(new LogicMaker(path, loader, scan).make(choice.get()));
            }
            return loaded;
        } finally {
            ContextClassLoaders.exit(previous);
            if (loaded.isEmpty() && loader instanceof FunctionClassLoader own) {
                own.close();
            }
        }
    }

    /**
     * The class that a start would make of code where nobody names one, without making it.
     *
     * @param source which is not the class path
     * @throws LoadException if there is none, or more than one
     */
    public static String onlyLogic(FunctionSource source) throws LoadException {
        try (FunctionPath path = source.open()) {
            ClassLoader loader = path.newLoader();
            try {
                return new LogicChooser(path, loader, ClassScan.forLogic(path))
                        .choose(null)
                        .orElseThrow()
                        .className();
            } finally {
                if (loader instanceof FunctionClassLoader own) {
                    own.close();
                }
            }
        } catch (IOException e) {
            throw new LoadException(source + " cannot be read: " + e, e);
        }
    }

    /** True if a class of the code is a Logic; false for a handler of AWS Lambda, and for one that is not there. */
    public static boolean isLogic(FunctionSource source, String className) throws LoadException {
        try (FunctionPath path = source.open()) {
            return ClassScan.forLogic(path).isWanted(className);
        } catch (IOException e) {
            throw new LoadException(source + " cannot be read: " + e, e);
        }
    }
}
