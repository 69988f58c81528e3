package dev.effe.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGTERM and SIGINT itself, so that a clean stop ends with exit code 0: a shutdown hook alone ends with 143.
 * Reached by reflection, since sun.misc.Signal cannot be named without a warning; without it the hook still drains.
 */
final class Signals {

    private static final Logger log = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** Calls the handler on a thread of its own for each of the signals. */
    static void handle(List<String> names, Runnable handler) {
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
            }
        } catch (ClassNotFoundException | NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            log.debug("This Java cannot handle signals: the shutdown hook does", e);
        } catch (InvocationTargetException e) {
            log.debug("A signal is taken, as by -Xrs: the shutdown hook does", e);
        }
    }
}
