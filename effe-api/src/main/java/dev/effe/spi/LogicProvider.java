package dev.effe.spi;

import dev.effe.Logic;

/**
 * Makes a function of a handler that was written for another platform, and is named with {@code --handler}.
 * Implementations are found through {@link java.util.ServiceLoader} beside the server, never in a function's jar, and
 * only if a handler is named. Called on one thread, once for a function that is loaded.
 */
public interface LogicProvider {

    /**
     * Shows a handler what its platform gave it. Everything it holds can be collected together with the handler, so
     * that nothing of one function is left when another takes its place.
     *
     * @param api shows the JDK, {@code dev.effe}, {@code dev.effe.spi} and SLF4J, and nothing else of the server
     * @return the parent of the handler's class loader; not asked for a handler on the server's own class path
     */
    ClassLoader platform(ClassLoader api);

    /**
     * Makes the function. The handler's own faults are best told by {@link Logic#init}.
     *
     * @param handler what to make it of
     * @return a function that serves requests with the handler
     * @throws Exception if it cannot be made: the start ends with code 1 and the message as its reason
     */
    Logic<?> provide(HandlerSpec handler) throws Exception;
}
