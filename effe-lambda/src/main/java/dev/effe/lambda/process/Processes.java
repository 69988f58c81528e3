package dev.effe.lambda.process;

import dev.effe.spi.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The processes of a function. Thread-safe. */
final class Processes {

    private final Launcher launcher;
    private final Path scratch;

    private Processes(Launcher launcher, Path scratch) {
        this.launcher = launcher;
        this.scratch = scratch;
    }

    static Processes of(RuntimeSpec runtime, Program program, Map<String, String> environment) throws IOException {
        Path scratch = Files.createTempDirectory("effe-runtime"); // The user's alone.
        return new Processes(new Launcher(runtime, program.command(scratch), environment), scratch);
    }

    /**
     * Gives a context its process, once that has asked for a call.
     *
     * @throws InitException if it does not start; nothing is left of it then
     */
    void seat(Seat seat) throws InitException, InterruptedException {
        RuntimeProcess started = start();
        started.awaitReady();
        seat.take(started);
    }

    private RuntimeProcess start() throws InitException {
        try {
            return RuntimeProcess.start(launcher);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw new InitException(ErrorText.of("Runtime.InvalidEntrypoint", "Error: " + message), message);
        }
    }

    /** Takes a context's process away, and ends it. */
    void leave(Seat seat) throws InterruptedException {
        RuntimeProcess left = seat.leave();
        if (left != null) {
            left.stop();
        }
    }

    /** Removes what processes need. To be called after the last has ended. */
    void close() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(scratch);
    }
}
