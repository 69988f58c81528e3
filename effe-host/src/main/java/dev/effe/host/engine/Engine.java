package dev.effe.host.engine;

/** Starts instances. Thread-safe. */
@FunctionalInterface
public interface Engine {

    /**
     * Starts an instance, and waits until it takes calls. Blocks for as long as that may take.
     *
     * @return a running one, to be stopped
     * @throws StartFailedException if it ended before that, or does not come to it; nothing of it is left then
     * @throws InterruptedException if the host stops meanwhile; nothing of it is left then
     */
    RunningInstance start(InstanceSpec spec) throws StartFailedException, InterruptedException;
}
