package dev.effe.spi.topics;

/**
 * Opens stores of one kind. The server finds it with {@link java.util.ServiceLoader} in a jar beside its own, once an
 * application names that kind. Needs a public constructor without parameters.
 */
public interface TopicStoreProvider {

    /**
     * The kind of its stores.
     *
     * @return as effe.yaml has it, such as {@code postgres}
     */
    String kind();

    /**
     * Makes a store, which connects to nothing before {@link TopicStore#create}.
     *
     * @param address the place
     * @return the store; whoever asks for it closes it
     * @throws TopicException if the address cannot be read; the message is one line without secrets
     */
    TopicStore open(StoreAddress address) throws TopicException;

    /**
     * The statements that make what a store needs, for someone who may run them where the server's user may not.
     *
     * @param address the place
     * @return a script that can be run again
     */
    String script(StoreAddress address);
}
