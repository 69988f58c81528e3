package dev.effe.host.engine;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** An instance that an engine has started. Thread-safe. */
public interface RunningInstance {

    /** The unix socket that takes its calls. */
    Path socket();

    /** True until it has ended, by itself or not. */
    boolean isAlive();

    /**
     * Completed once it has ended, never exceptionally, with the words in which AWS tells how, such as
     * {@code exit status 1}; "" if it ended with 0.
     */
    CompletableFuture<String> ended();

    /** Has it finish its calls and end; ends it if that takes longer than a drain may. Never blocks. */
    void stop();

    /** Ends it at once. Never blocks. */
    void kill();
}
