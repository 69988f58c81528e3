package dev.effe.server.kit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The steps of user code that a test asks for, each taken once, in order. Thread-safe. */
public final class Steps {

    /** A step of user code. */
    @FunctionalInterface
    public interface Step {
        void run() throws Throwable;
    }

    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

    public void add(Step step) {
        steps.add(step);
    }

    /** Takes the next step, if there is one. */
    public void next() throws Exception {
        take(steps.poll());
    }

    /** Takes a step, if there is one, with the exceptions that user code may throw. */
    public static void take(@Nullable Step step) throws Exception {
        try {
            if (step != null) {
                step.run();
            }
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
