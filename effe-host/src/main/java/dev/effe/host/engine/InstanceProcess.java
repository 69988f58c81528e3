package dev.effe.host.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** An instance that is a process of this machine. Thread-safe. */
final class InstanceProcess implements RunningInstance {

    /** From here on an exit code is 128 and the number of a signal. */
    private static final int SIGNALS = 128;

    private static final int KILL = 9;
    private static final int TERM = 15;
    /** Beyond its own patience. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Process process;
    private final Path socket;
    private final Duration drainTimeout;
    private final CompletableFuture<String> ended;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /** @param cleanUp called once it has ended, before anybody is told */
    InstanceProcess(Process process, Path socket, Duration drainTimeout, Runnable cleanUp) {
        this.process = process;
        this.socket = socket;
        this.drainTimeout = drainTimeout;
        ended = process.onExit().thenApply(gone -> {
            cleanUp.run();
            return words(gone.exitValue());
        });
    }

    /** As AWS Lambda tells it. */
    static String words(int exitCode) {
        return switch (exitCode) {
            case 0 -> "";
            case SIGNALS + KILL -> "signal: killed";
            case SIGNALS + TERM -> "signal: terminated";
            default -> "exit status " + exitCode;
        };
    }

    @Override
    public Path socket() {
        return socket;
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public void stop() {
        if (stopping.compareAndSet(false, true)) {
            process.destroy();
            long patience = drainTimeout.plus(MARGIN).toNanos();
            process.onExit().orTimeout(patience, TimeUnit.NANOSECONDS).exceptionally(tooLong -> {
                kill();
                return process;
            });
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }
}
