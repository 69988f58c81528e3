package dev.effe.lambda.process;

import dev.effe.lambda.process.PendingCall.Piece;
import dev.effe.spi.FunctionErrorException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process of the function with its Runtime API. It ends with all that it has started, which are a group of the operating
 * system's. Thread-safe.
 */
final class RuntimeProcess {

    /** The time between SIGTERM and SIGKILL. */
    private static final long GRACE_MILLIS = 2000;

    /** The longest wait for what a process has sent before it ended. */
    private static final long LAST_WORDS_NANOS = 1_000_000_000;

    private static final long PAUSE_NANOS = 500_000;

    private final Polls polls = new Polls();
    private final RuntimeApi api;
    private final Process process;
    private final ChildOutput output;
    private final boolean leadsGroup;

    private RuntimeProcess(Launcher launcher) throws IOException {
        api = new RuntimeApi(polls);
        leadsGroup = launcher.leadsGroup();
        try {
            process = launcher.start(api.address());
        } catch (IOException e) {
            api.close();
            throw e;
        }
        output = new ChildOutput(process, polls);
    }

    /** Starts one. */
    static RuntimeProcess start(Launcher launcher) throws IOException {
        RuntimeProcess started = new RuntimeProcess(launcher);
        Threads.start("effe-runtime-accept", started.api::accept);
        Threads.start("effe-runtime-output", started.output);
        Threads.start("effe-runtime-end", started::awaitEnd);
        return started;
    }

    /** Waits for its first poll; if there is none, ends it. */
    void awaitReady() throws InitException, InterruptedException {
        boolean ready = false;
        try {
            polls.awaitReady();
            ready = true;
        } finally {
            if (!ready) {
                polls.breakUp();
                process.destroyForcibly();
            }
        }
    }

    /** Returns true if it can be given calls. */
    boolean isUsable() {
        return process.isAlive() && polls.isUsable();
    }

    /** Takes the answer of a call. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] part) throws IOException;
    }

    /**
     * Gives it a call, and takes what comes of that on this thread.
     *
     * @throws FunctionErrorException if the function has failed, or the process
     * @throws NotTakenException if it has ended before
     * @throws IOException if the sink takes no more
     */
    void call(Event event, Sink sink) throws FunctionErrorException, IOException, InterruptedException {
        PendingCall call = polls.hand(event);
        boolean answered = false;
        try {
            Outcome outcome = take(call, sink);
            answered = outcome.end == null || outcome.end.answered();
            output.settle(call);
            outcome.check();
        } finally {
            if (!answered) {
                polls.breakUp();
            }
            polls.over(call);
            if (polls.isSpent()) {
                process.destroyForcibly();
            }
        }
    }

    /** The end of a call. */
    private record Outcome(
            Piece.@Nullable Failure end, @Nullable IOException sink, boolean printed) {

        void check() throws FunctionErrorException, IOException {
            if (end != null) {
                throw new FunctionErrorException(end.error(), ErrorText.shown(end.error()), null, printed);
            }
            if (sink != null) {
                throw sink;
            }
        }
    }

    /** Takes all, also for a client that is gone: the process goes on as on AWS. */
    private static Outcome take(PendingCall call, Sink sink) throws InterruptedException {
        IOException refused = null;
        boolean printed = false;
        while (true) {
            Piece piece = call.take();
            if (piece instanceof Piece.Line line) {
                ChildOutput.print(line.text());
                printed = true;
            } else if (piece instanceof Piece.Part part) {
                try {
                    if (refused == null) {
                        sink.write(part.bytes());
                    }
                } catch (IOException e) {
                    refused = e;
                }
            } else {
                return new Outcome(piece instanceof Piece.Failure failure ? failure : null, refused, printed);
            }
        }
    }

    /** Ends it: SIGTERM, and SIGKILL for what is left of its group. */
    void stop() throws InterruptedException {
        polls.breakUp();
        try {
            process.destroy();
            process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
    }

    /** On a thread of its own. */
    private void awaitEnd() {

        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                // Nobody does that.
            }
        }
        int status = process.exitValue();
        killGroup();
        long beginNanos = System.nanoTime();
        while (!(api.isQuiet() && output.isOver()) && System.nanoTime() - beginNanos < LAST_WORDS_NANOS) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        polls.ended(status);
        api.close();
        output.close();
    }

    /** Ends all that it has started. */
    private void killGroup() {
        if (!leadsGroup) {
            return;
        }
        try {
            Process kill = Launcher.Spawner.start(
                    new ProcessBuilder(List.of("sh", "-c", "kill -s KILL -- -" + process.pid() + " 2>/dev/null"))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD));
            kill.waitFor();
        } catch (IOException e) {
            // Without a shell its children end with their connections.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
