package dev.effe.host.engine;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** An instance that takes calls. Thread-safe; what changes of it is guarded by the lock of its version. */
public final class Instance {

    final VersionInstances owner;
    final RunningInstance running;

    // Guarded by the owner's lock.
    int calls;
    boolean draining;
    long idleSinceNanos;

    Instance(VersionInstances owner, RunningInstance running, long nowNanos) {
        this.owner = owner;
        this.running = running;
        idleSinceNanos = nowNanos;
    }

    public Resolved version() {
        return owner.spec.version();
    }

    /** The unix socket that takes its calls. */
    public Path socket() {
        return running.socket();
    }

    public boolean isAlive() {
        return running.isAlive();
    }

    /** Ends it at once. */
    public void kill() {
        running.kill();
    }

    /** See {@link RunningInstance#ended}. */
    public CompletableFuture<String> ended() {
        return running.ended();
    }

    @Override
    public String toString() {
        return version() + " at " + socket();
    }
}
