package dev.effe.tool.host;

import dev.effe.server.jdk.Signals;
import dev.effe.server.log.Logs;
import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.ServerThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The end of a host: by a signal, which drains, or a second one, which does not wait. Thread-safe. */
final class HostEnd {

    /** For shutdown hooks, which may hang. */
    private static final Duration HOOKS = Duration.ofSeconds(5);

    private static final int FAILED = 1;

    private final CountDownLatch asked = new CountDownLatch(1);

    /** From now on signals are handled, and what the host cannot go on after. */
    void install() {
        Signals.handle(List.of("TERM", "INT"), this::signal);
        Fatal.endedBy(HostEnd::die);
    }

    private void signal() {
        if (asked.getCount() == 0) {
            Runtime.getRuntime().halt(FAILED);
        }
        asked.countDown();
    }

    private static void die(Throwable failure) {
        try {
            System.err.println("effe: " + failure + " in the thread "
                    + Thread.currentThread().getName() + ": the host cannot go on, exit code 1");
        } finally {
            Runtime.getRuntime().halt(FAILED);
        }
    }

    /** Waits for a signal. */
    void await() {
        while (true) {
            try {
                asked.await();
                return;
            } catch (InterruptedException e) {
                // Nobody is to end a host by that.
            }
        }
    }

    /** Ends the process. */
    static void exit(int code) {
        Thread exiting = Thread.currentThread();
        ServerThreads.replaceable("effe-halt", () -> haltAfter(exiting, code)).start();
        Logs.flush();
        System.exit(code);
    }

    private static void haltAfter(Thread exiting, int code) {
        try {
            exiting.join(HOOKS.toMillis());
        } catch (InterruptedException e) {
            // Then at once.
        }
        Logs.settle();
        Runtime.getRuntime().halt(code);
    }
}
