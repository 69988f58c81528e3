package dev.effe.server;

import dev.effe.server.jdk.Signals;
import dev.effe.server.log.Logs;
import dev.effe.server.log.UtilLogging;
import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.MemoryRefusal;
import dev.effe.server.threads.ServerThreads;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process with its server: at a signal, when a function calls System.exit or runs out of memory, and for an Error
 * in the server's own code. Thread-safe.
 */
final class ProcessEnd {

    private static final Logger log = LoggerFactory.getLogger(ProcessEnd.class);
    /**
     * An end of the process in the moment between the bound port and {@link #follows} waits for that moment to pass.
     */
    private static final Duration START_PATIENCE = Duration.ofSeconds(1);
    /** For the shutdown hooks of user code, which may hang. */
    private static final Duration HOOKS_PATIENCE = Duration.ofSeconds(5);

    /** For a last line, if nobody reads it. */
    private static final Duration LAST_WORDS_PATIENCE = Duration.ofSeconds(2);

    private static final int OK = 0;
    private static final int FAILED = 1;
    /** Not System.err, which user code may have replaced, or hold. */
    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

    private static final byte[] LAST_WORDS =
            "effe: out of memory in a thread of the server: it cannot go on, exit code 1\n"
                    .getBytes(StandardCharsets.UTF_8);

    private static final byte[] NO_MEMORY_TO_STOP =
            "effe: out of memory, and there is none to stop with: exit code 1\n".getBytes(StandardCharsets.UTF_8);

    private final CompletableFuture<Server> started = new CompletableFuture<>();
    private final CountDownLatch signalled = new CountDownLatch(1);
    private final CountDownLatch fatal = new CountDownLatch(1);
    private final Thread ender = ServerThreads.vital("effe-end", this::endBySignal);

    /** Written before fatal opens: no drain is worth trying. */
    private volatile boolean dying;

    /** Set before this class itself ends the process; what else ends it is user code or another signal. */
    private volatile boolean ending;

    /** From now on signals, exits and what the server cannot survive are handled. */
    void install() {
        ender.start();
        Fatal.endedBy(this::die);
        Signals.handle(List.of("TERM", "INT"), this::signal);
        Runtime.getRuntime().addShutdownHook(new Thread(this::exiting, "effe-exit"));
    }

    /** From now on signals and exits stop this server first. */
    void follows(Server server) {
        started.complete(server);
    }

    /**
     * Waits for as long as the process lives. Every other thread is a daemon, so that user code's cannot keep the
     * process alive: the caller's does. It is also the one that ends the process after an out-of-memory, when another
     * might not start any more.
     */
    void await() {
        awaitOpen(fatal);
        try {
            if (!dying) {
                log.error("The function ran out of memory: stopping");
                started.join().stop();
                exit(FAILED);
            }
            ServerThreads.parkNanos(this, LAST_WORDS_PATIENCE.toNanos());
        } finally {
            haltAtOnce(); // There was not even the memory to stop.
        }
    }

    /** Ends the process with code 1, and says so unless whoever noticed has. Needs no memory. */
    private void haltAtOnce() {
        if (!dying) {
            say(NO_MEMORY_TO_STOP);
        }
        halt(FAILED);
    }

    private static void awaitOpen(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // By user code that interrupts whatever thread it finds.
            }
        }
    }

    /** Ends the process with code 1 once what is going on is finished. Returns at once and needs no memory. */
    void fatal() {
        fatal.countDown();
    }

    /** Ends the process with code 1 and one line, now: the server's own code failed. Needs no memory. */
    private void die(Throwable failure) {
        dying = true;
        fatal.countDown();
        try {
            sayWhy(failure);
        } finally {
            halt(FAILED);
        }
    }

    private static void sayWhy(Throwable failure) {
        try {
            String thread = Thread.currentThread().getName();
            say(("effe: " + failure + " in the thread " + thread + ": the server cannot go on, exit code 1\n")
                    .getBytes(StandardCharsets.UTF_8));
        } catch (Throwable unsayable) {
            say(LAST_WORDS); // There is no memory for more.
        }
    }

    private static void say(byte[] line) {
        try {
            ERRORS.write(line);
        } catch (IOException e) {
            // Nobody reads it.
        }
    }

    /** The first signal drains, and ends with 0 if all is well; the second ends at once. Needs no thread and no memory. */
    private void signal() {
        if (signalled.getCount() == 0) {
            halt(FAILED);
        }
        signalled.countDown();
    }

    /** The thread that waits for a signal does this: when one comes there may be no memory to make another. */
    private void endBySignal() {
        awaitOpen(signalled);
        int code = FAILED;
        try {
            Server server = startedServer();
            if (server == null) {
                log.info("Stopped by a signal before the function was started");
                code = OK;
            } else {
                code = server.stop() ? OK : FAILED;
            }
            exit(code);
        } finally {
            haltAtOnce(); // There was not even the memory for that.
        }
    }

    /** Somebody ends the process: what is going on is finished, and the exit code stays theirs. */
    private void exiting() {
        try {
            if (!ending) {
                stopForUser();
            }
            Logs.flush();
        } catch (OutOfMemoryError e) {
            haltAtOnce(); // Whatever the code was: this is no good end.
        }
    }

    private void stopForUser() {
        Server server = startedServer();
        if (server == null) {
            System.err.println("effe: The process was ended before it served: the function called System.exit");
        } else {
            server.stop();
        }
    }

    private @Nullable Server startedServer() {
        try {
            return started.get(START_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Ends the process in good order, so that tools such as profilers get their shutdown hooks; but hooks may hang. */
    void exit(int code) {
        ending = true;
        Thread exiting = Thread.currentThread();
        try {
            ServerThreads.replaceable("effe-halt", () -> haltAfter(exiting, code))
                    .start();
        } catch (OutOfMemoryError e) { // Hooks are threads too: there will be none.
            if (MemoryRefusal.isOfAThread(e)) {
                Logs.flush();
                halt(code);
            }
            haltAtOnce();
        }
        UtilLogging.release();
        System.exit(code);
    }

    /** The thread that exits never ends. */
    private static void haltAfter(Thread exiting, int code) {
        try {
            exiting.join(HOOKS_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            // Then at once.
        }
        halt(code);
    }

    /** Ends the process without its hooks. Lines that were logged until now are not lost. */
    private static void halt(int code) {
        Logs.settle();
        Runtime.getRuntime().halt(code);
    }
}
