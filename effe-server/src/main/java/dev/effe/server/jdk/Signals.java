package dev.effe.server.jdk;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGTERM and SIGINT itself, so that a clean stop ends with exit code 0: a shutdown hook alone ends with 143.
 * Reached by reflection, since sun.misc.Signal cannot be named without a warning; without it the hook still drains.
 *
 * <p>Java starts a thread for each signal and loses the signal if there is no memory for it, or no more threads are
 * allowed. But before that it looks the handler up on a thread that is there, and compares keys: {@link Key} is told.
 */
public final class Signals {

    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final String DISPATCHER = "Signal Dispatcher";

    private Signals() {}

    /**
     * Calls the handler for each of the signals.
     *
     * @param handler must not block, nor need memory; called on Java's own thread for signals
     */
    public static void handle(List<String> names, Runnable handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handler.run();
                        }
                        return null;
                    });
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            for (String name : names) {
                handle.invoke(null, signalType.getConstructor(String.class).newInstance(name), proxy);
                handleWithoutAThread(name, handler);
            }
        } catch (ClassNotFoundException | NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            log.debug("This Java cannot handle signals: the shutdown hook does", e);
        } catch (InvocationTargetException e) {
            log.debug("A signal is taken, as by -Xrs: the shutdown hook does", e);
        }
    }

    /** Puts a {@link Key} in the place of the signal, where this Java opens that; the manifest of effe.jar asks for it. */
    @SuppressWarnings("unchecked") // Java casts what it gets out of the map, and gets nothing for our key.
    private static void handleWithoutAThread(String name, Runnable handler) {
        try {
            Class<?> type = Class.forName("jdk.internal.misc.Signal");
            Object signal = type.getConstructor(String.class).newInstance(name);
            Field field = type.getDeclaredField("handlers");
            field.setAccessible(true);
            Map<Object, Object> handlers = (Map<Object, Object>) field.get(null);
            synchronized (handlers) { // As the map itself does: no signal is lost in between.
                Object known = handlers.remove(signal);
                if (known != null) {
                    handlers.put(new Key(signal, handler), known);
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.debug("A signal is lost when no thread can be started for it", e);
        }
    }

    /** Equal to no signal, but told when Java's thread for signals asks whether it is. */
    private static final class Key {

        private final Object signal;
        private final Runnable handler;

        Key(Object signal, Runnable handler) {
            this.signal = signal;
            this.handler = handler;
        }

        @Override
        public int hashCode() {
            return signal.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (signal.equals(other) && Thread.currentThread().getName().equals(DISPATCHER)) {
                handler.run();
            }
            return this == other;
        }
    }
}
