package dev.effe.server.topics;

import dev.effe.spi.topics.TopicException;

/** Something that is done on the engine's thread. */
@FunctionalInterface
public interface EngineTask<T> {

    /** Does it. */
    T call() throws TopicException;
}
