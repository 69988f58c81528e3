package dev.effe.tool.dev.tests.fork;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Writes a line for each test that begins or ends. Thread-safe: tests may run in parallel. */
final class Report implements TestExecutionListener {

    /** Lines of others may be among them. */
    static final String MARK = "effe-test:";

    private static final int MOST_CAUSES = 5;
    private static final int MOST_FRAMES = 60;
    private static final int MOST_CHARS = 8_000;

    private record Begun(TestIdentifier test, Thread thread, long nanos) {}

    private final PrintStream lines;
    private final Tail output;

    // Guarded by this.
    private final Map<String, Begun> running = new LinkedHashMap<>();
    private long lastNanos = System.nanoTime();
    private boolean done;

    Report(PrintStream lines, Tail output) {
        this.lines = lines;
        this.output = output;
    }

    @Override
    public synchronized void executionStarted(TestIdentifier test) {
        lastNanos = System.nanoTime();
        running.put(test.getUniqueId(), new Begun(test, Thread.currentThread(), lastNanos));
        if (test.isTest()) {
            output.take();
            write(line("began", test));
        }
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        lastNanos = System.nanoTime();
        Begun begun = running.remove(test.getUniqueId());
        boolean failed = result.getStatus() == Status.FAILED;
        if (!test.isTest() && !failed) {
            return;
        }
        long nanos = begun == null ? 0 : lastNanos - begun.nanos;
        String kind = failed ? "failed" : result.getStatus() == Status.ABORTED ? "skipped" : "passed";
        JsonLine line = line(kind, test).add("nanos", nanos);
        if (failed) {
            line.add("causes", causes(result.getThrowable().orElse(null))).add("output", output.take());
        }
        write(line);
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        if (test.isTest()) {
            write(line("skipped", test));
        }
    }

    /** All is done. */
    synchronized void done() {
        done = true;
        write(new JsonLine().add("kind", "done"));
    }

    /** The JVM ends: a test may have asked for it. */
    synchronized void ends() {
        if (!done) {
            tell("failed", "The test ended the JVM, as System.exit does");
        }
    }

    /** Tells of the test that hangs. Returns false if none does. */
    synchronized boolean hangs(long limitNanos) {
        if (done || running.isEmpty() || System.nanoTime() - lastNanos < limitNanos) {
            return false;
        }
        tell("failed", "The test hangs: it was ended after " + limitNanos / 1_000_000_000 + " s");
        return true;
    }

    private void tell(String kind, String text) {
        Begun last = null;
        for (Begun begun : running.values()) {
            last = begun;
        }
        if (last != null) {
            JsonLine cause = new JsonLine().add("text", text).add("frames", frames(last.thread.getStackTrace()));
            write(line(kind, last.test)
                    .add("nanos", System.nanoTime() - last.nanos)
                    .add("causes", List.of(cause))
                    .add("output", output.take()));
            done = true;
        }
    }

    private void write(JsonLine line) {
        lines.print("\n" + MARK + line + "\n");
        lines.flush();
    }

    private static JsonLine line(String kind, TestIdentifier test) {
        TestSource source = test.getSource().orElse(null);
        String type = "";
        String method = "";
        if (source instanceof MethodSource inMethod) {
            type = inMethod.getClassName();
            method = inMethod.getMethodName();
        } else if (source instanceof ClassSource inClass) {
            type = inClass.getClassName();
        }
        String name = type.substring(type.lastIndexOf('.') + 1);
        String shown = test.getDisplayName();
        boolean plain = method.isEmpty() ? shown.equals(name) : shown.equals(method) || shown.equals(method + "()");
        return new JsonLine()
                .add("kind", kind)
                .add("class", type)
                .add("name", name + (method.isEmpty() ? "" : "." + method) + (plain ? "" : " (" + cut(shown) + ")"));
    }

    private static List<JsonLine> causes(@Nullable Throwable thrown) {
        List<JsonLine> causes = new ArrayList<>();
        Throwable next = thrown;
        while (next != null && causes.size() < MOST_CAUSES) {
            causes.add(new JsonLine().add("text", text(next)).add("frames", frames(next.getStackTrace())));
            next = next.getCause();
        }
        return causes;
    }

    private static String text(Throwable thrown) {
        try {
            String text = String.valueOf(thrown);
            return cut(text.replaceFirst("^(org\\.opentest4j|org\\.junit\\.\\S*|java\\.lang)\\.Assertion\\w+: ", ""));
        } catch (RuntimeException | StackOverflowError e) { // Its getMessage is the project's code.
            return thrown.getClass().getName();
        }
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
    }

    private static List<JsonLine> frames(StackTraceElement[] stack) {
        List<JsonLine> frames = new ArrayList<>();
        for (int i = 0; i < Math.min(stack.length, MOST_FRAMES); i++) {
            String file = stack[i].getFileName();
            frames.add(new JsonLine()
                    .add("class", stack[i].getClassName())
                    .add("method", stack[i].getMethodName())
                    .add("file", file == null ? "" : file)
                    .add("line", stack[i].getLineNumber()));
        }
        return frames;
    }
}
