package dev.effe.host.kit;

import dev.effe.host.engine.Resolved;
import dev.effe.host.engine.RunningInstance;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** An instance that is no process: it runs until it is stopped or killed, or a test completes {@link #ended}. Thread-safe. */
public final class FakeInstance implements RunningInstance {

    private final Resolved version;
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    /** True if it takes its time to stop: until it is killed. */
    public volatile boolean lingers;

    public FakeInstance(Resolved version) {
        this.version = version;
    }

    public Resolved version() {
        return version;
    }

    @Override
    public Path socket() {
        return Path.of("/socket");
    }

    @Override
    public boolean isAlive() {
        return !ended.isDone();
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public void stop() {
        if (!lingers) {
            ended.complete("");
        }
    }

    @Override
    public void kill() {
        ended.complete("signal: killed");
    }
}
