package dev.effe.server.topics;

import dev.effe.spi.topics.TopicException;

/** Work of the engine's thread besides its groups. Called on that thread only, at least once a second. */
@FunctionalInterface
public interface Chore {

    /**
     * Does what is to be done by now. May wait for the store.
     *
     * @param nowMillis the process's own clock
     * @return when there is something to do again, by the same clock
     * @throws TopicException if the store fails; it is called again a second later
     */
    long step(long nowMillis) throws TopicException;
}
