package dev.effe.server.invoke;

import dev.effe.server.dispatch.ExitException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.log.LogTail;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The end of an invocation's log, between the lines that AWS Lambda writes around it. Thread-safe. */
final class InvocationLog implements AutoCloseable {

    private static final int MOST_BYTES = 4096;
    private static final long MEBI = 1024 * 1024;

    private final String requestId;
    private final LogTail tail = new LogTail(MOST_BYTES);

    /** Written before the function runs. */
    private volatile long beginNanos = System.nanoTime();

    /** Written before the function runs. */
    private volatile long initNanos;

    private InvocationLog(String requestId) {
        this.requestId = requestId;
    }

    static @Nullable InvocationLog of(String requestId, boolean wanted) {
        return wanted ? new InvocationLog(requestId) : null;
    }

    /**
     * The function is about to run.
     *
     * @param startNanos how long its context took to start, if this is its first use; else 0
     */
    void start(long startNanos) {
        initNanos = startNanos;
        beginNanos = System.nanoTime();
    }

    /** Where the function's lines go. */
    LogTail lines() {
        return tail;
    }

    /**
     * Ends the log. Returns its last bytes in base 64.
     *
     * @param timeout what the call may have taken, for one that took longer
     */
    String end(Outcome outcome, Duration timeout) {
        double millis = (System.nanoTime() - beginNanos) / 1e6;
        close();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        write(all, "START RequestId: %s Version: %s%n", requestId, FunctionIdentity.VERSION);
        all.writeBytes(tail.bytes());
        if (outcome instanceof Outcome.TimedOut) {
            String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
            write(all, "%s %s %s%n%n", now, requestId, FunctionErrors.timedOut(timeout));
        }
        write(all, "END RequestId: %s%n", requestId);
        write(
                all,
                "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\t"
                        + "Memory Size: %d MB\tMax Memory Used: %d MB\t%s%s%n",
                requestId,
                millis,
                (long) Math.ceil(millis),
                memorySize(),
                memoryUsed(),
                initNanos == 0 ? "" : String.format(Locale.ROOT, "Init Duration: %.2f ms\t", initNanos / 1e6),
                status(outcome));
        byte[] bytes = all.toByteArray();
        return Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(bytes, Math.max(0, bytes.length - MOST_BYTES), bytes.length));
    }

    /** The words that AWS adds if the function did not come to an end of its own; nothing for what it throws. */
    private static String status(Outcome outcome) {
        if (outcome instanceof Outcome.TimedOut) {
            return "Status: timeout";
        }
        boolean exited = outcome instanceof Outcome.Failed failed && failed.cause() instanceof ExitException;
        return exited ? "Status: error\tError Type: Runtime.ExitError" : "";
    }

    private static void write(ByteArrayOutputStream out, String format, Object... values) {
        String line = String.format(Locale.ROOT, format.replace("%n", "\n"), values);
        out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    }

    /** The memory that the function was given, else the most of this JVM. */
    private static long memorySize() {
        try {
            return Long.parseLong(System.getenv().getOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", ""));
        } catch (NumberFormatException e) {
            return Runtime.getRuntime().maxMemory() / MEBI;
        }
    }

    private static long memoryUsed() {
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / MEBI;
    }

    @Override
    public void close() {
        tail.close();
    }
}
