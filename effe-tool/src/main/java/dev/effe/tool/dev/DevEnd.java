package dev.effe.tool.dev;

import dev.effe.server.jdk.Signals;
import dev.effe.server.log.Logs;
import dev.effe.server.threads.ServerThreads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The end of dev: by a signal, which drains, or a second one of its kind, which does not wait. Thread-safe. */
final class DevEnd {

    /** For the shutdown hooks of functions, which may hang. */
    private static final Duration HOOKS = Duration.ofSeconds(2);

    private static final int CUT = 1;

    private final CountDownLatch asked = new CountDownLatch(1);

    /** From now on signals are handled, and the end of the process that waits for this one. */
    void install(Map<String, String> environment) {
        for (String name : List.of("TERM", "INT")) {
            CountDownLatch first = new CountDownLatch(1);
            Signals.handle(List.of(name), () -> signal(first));
        }
        String parent = environment.get(DebuggedProcess.PARENT);
        if (parent != null && parent.matches("[0-9]{1,18}")) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresentOrElse(process -> process.onExit().thenRun(asked::countDown), asked::countDown);
        }
    }

    private void signal(CountDownLatch first) {
        if (first.getCount() == 0) {
            halt(CUT);
        }
        first.countDown();
        asked.countDown();
    }

    void await() {
        while (true) {
            try {
                asked.await();
                return;
            } catch (InterruptedException e) {
                // By a function that interrupts whatever thread it finds.
            }
        }
    }

    /** Ends the process, whatever threads functions have left. */
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
        halt(code);
    }

    private static void halt(int code) {
        Logs.settle();
        Runtime.getRuntime().halt(code);
    }
}
