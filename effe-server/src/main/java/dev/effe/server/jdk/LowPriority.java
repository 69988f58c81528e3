package dev.effe.server.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets threads that compute stand back behind event loops: Linux gives them a tenth of what a loop gets of a processor
 * that both want, so that health is answered and overload refused however many they are. Java has no way to ask for it,
 * but from Java 22 on it can call the system's own. Does nothing elsewhere.
 */
public final class LowPriority {

    /** Niceness goes from 0, which threads have, to 19: each step is a fifth less. */
    private static final int NICE = 10;

    private static final int PRIO_PROCESS = 0;
    private static final int CURRENT_THREAD = 0;

    private static final Logger log = LoggerFactory.getLogger(LowPriority.class);
    private static final @Nullable MethodHandle SET_PRIORITY = find();

    private LowPriority() {}

    /** Lowers the current thread, for good. */
    public static void take() {
        if (SET_PRIORITY == null) {
            return;
        }
        try {
            int failed = (int) SET_PRIORITY.invokeExact(PRIO_PROCESS, CURRENT_THREAD, NICE);
            log.debug("setpriority returned {}", failed);
        } catch (Throwable t) {
            log.debug("A thread keeps its priority", t);
        }
    }

    private static @Nullable MethodHandle find() {
        try {
            // Elsewhere the call would lower the whole process; where native access is not granted Java warns of it.
            if (System.getProperty("os.name").equals("Linux") && isNativeAccessEnabled()) {
                return setPriority();
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.debug("Threads keep their priority", e);
        }
        return null;
    }

    private static boolean isNativeAccessEnabled() throws ReflectiveOperationException {
        return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(LowPriority.class.getModule());
    }

    /** As {@code int setpriority(int which, id_t who, int prio)}, by reflection, since this is compiled for Java 17. */
    private static MethodHandle setPriority() throws ReflectiveOperationException {
        Class<?> linkers = foreign("Linker");
        Object linker = linkers.getMethod("nativeLinker").invoke(null);
        Object lookup = linkers.getMethod("defaultLookup").invoke(linker);
        Optional<?> symbol = (Optional<?>)
                foreign("SymbolLookup").getMethod("find", String.class).invoke(lookup, "setpriority");

        Object anInt = foreign("ValueLayout").getField("JAVA_INT").get(null);
        Object[] arguments = (Object[]) Array.newInstance(foreign("MemoryLayout"), 3);
        Arrays.fill(arguments, anInt);
        Object type = foreign("FunctionDescriptor")
                .getMethod("of", foreign("MemoryLayout"), arguments.getClass())
                .invoke(null, anInt, arguments);

        Object options = Array.newInstance(foreign("Linker$Option"), 0);
        return (MethodHandle) linkers.getMethod(
                        "downcallHandle", foreign("MemorySegment"), foreign("FunctionDescriptor"), options.getClass())
                .invoke(linker, symbol.orElseThrow(), type, options);
    }

    private static Class<?> foreign(String name) throws ClassNotFoundException {
        return Class.forName("java.lang.foreign." + name);
    }
}
