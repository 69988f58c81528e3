package dev.effe.spi;

import dev.effe.Logic;

/**
 * Makes a function of a program in any language that asks AWS Lambda's Runtime API for its calls. Implementations are
 * found through {@link java.util.ServiceLoader} beside the server, and only if {@code --runtime} or {@code --bootstrap}
 * names such a program. Called on one thread, once for a function that is loaded.
 */
public interface RuntimeProvider {

    /**
     * Makes the function. No program is started before {@link Logic#init}.
     *
     * @param runtime what to start, and for which function
     * @return a function each of whose contexts is a process of its own
     * @throws Exception if it cannot be made: the start ends with code 1 and the message as its reason
     */
    Logic<?> provide(RuntimeSpec runtime) throws Exception;
}
