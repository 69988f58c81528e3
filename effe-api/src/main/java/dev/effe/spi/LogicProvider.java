package dev.effe.spi;

import dev.effe.Logic;

/**
 * Turns a user's class that is not a {@link Logic} into one, such as a handler written for another platform.
 * Implementations are found through {@link java.util.ServiceLoader} beside the server, never in a function's jar.
 */
public interface LogicProvider {

    /**
     * Whether this provider knows what to do with a class.
     *
     * @param type a class of the user's, loaded but not initialised
     * @return whether {@link #provide} can turn it into a function
     */
    boolean supports(Class<?> type);

    /**
     * Makes the function. Called once for a loaded function, on a thread whose context class loader is the function's.
     *
     * @param type a class that {@link #supports} accepted
     * @return a function that serves requests with it
     * @throws Exception if it cannot be made: the start ends with code 1 and the message as its reason
     */
    Logic<?> provide(Class<?> type) throws Exception;
}
