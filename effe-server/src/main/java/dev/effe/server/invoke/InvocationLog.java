package dev.effe.server.invoke;

import dev.effe.server.dispatch.ExitException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.log.LogTail;
import dev.effe.server.log.PlainLines;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The log of an invocation, between the lines that AWS Lambda writes around it: on standard output where the environment
 * names a log group, which keeps them, and its end for a client that wants it. Thread-safe.
 */
final class InvocationLog implements AutoCloseable {

    private static final int MOST_BYTES = 4096;
    private static final long MEBI = 1024 * 1024;
    private static final boolean KEPT = System.getenv().containsKey("AWS_LAMBDA_LOG_GROUP_NAME");

    private final String requestId;
    private final boolean printed;
    private final @Nullable LogTail tail;

    /** Written before the function runs; 0 until then. */
    private volatile long beginNanos;

    /** Written before the function runs. */
    private volatile long initNanos;

    InvocationLog(String requestId, boolean wanted, boolean printed) {
        this.requestId = requestId;
        this.printed = printed;
        this.tail = wanted ? new LogTail(MOST_BYTES) : null;
    }

    /**
     * The log of an invocation; null if nobody wants it.
     *
     * @param wanted whether a client wants its end
     */
    static @Nullable InvocationLog of(String requestId, boolean wanted) {
        return wanted || KEPT ? new InvocationLog(requestId, wanted, KEPT) : null;
    }

    /**
     * The function is about to run.
     *
     * @param startNanos how long its context took to start, if this is its first use; else 0
     */
    void start(long startNanos) {
        initNanos = startNanos;
        beginNanos = System.nanoTime();
        if (printed) {
            PlainLines.now(startLine());
        }
    }

    /** Where the function's lines go for the client; null if it does not want them. */
    @Nullable LogTail lines() {
        return tail;
    }

    /**
     * Ends the log. Returns its last bytes in base 64; null if the client does not want them.
     *
     * @param timeout what the call may have taken, for one that took longer
     */
    @Nullable String end(Outcome outcome, Duration timeout) {
        long began = beginNanos;
        long now = System.nanoTime();
        double millis = (began == 0 ? 0 : now - began) / 1e6;
        close();
        String end = endLines(outcome, timeout, millis);
        if (printed && began != 0) {
            end.lines().filter(line -> !line.isEmpty()).forEach(PlainLines::later);
        }
        return tail == null ? null : encoded(tail, end);
    }

    private String encoded(LogTail lines, String end) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((startLine() + "\n").getBytes(StandardCharsets.UTF_8));
        all.writeBytes(lines.bytes());
        all.writeBytes(end.getBytes(StandardCharsets.UTF_8));
        byte[] bytes = all.toByteArray();
        return Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(bytes, Math.max(0, bytes.length - MOST_BYTES), bytes.length));
    }

    private String startLine() {
        return "START RequestId: " + requestId + " Version: " + FunctionIdentity.VERSION;
    }

    private String endLines(Outcome outcome, Duration timeout, double millis) {
        String timedOut = "";
        if (outcome instanceof Outcome.TimedOut) {
            String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
            timedOut = time + " " + requestId + " " + FunctionErrors.timedOut(timeout) + "\n\n";
        }
        return timedOut + "END RequestId: " + requestId + "\n"
                + String.format(
                        Locale.ROOT,
                        "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\t"
                                + "Memory Size: %d MB\tMax Memory Used: %d MB\t%s%s\n",
                        requestId,
                        millis,
                        (long) Math.ceil(millis),
                        memorySize(),
                        memoryUsed(),
                        initNanos == 0 ? "" : String.format(Locale.ROOT, "Init Duration: %.2f ms\t", initNanos / 1e6),
                        status(outcome));
    }

    /** The words that AWS adds if the function did not come to an end of its own; nothing for what it throws. */
    private static String status(Outcome outcome) {
        if (outcome instanceof Outcome.TimedOut) {
            return "Status: timeout";
        }
        boolean exited = outcome instanceof Outcome.Failed failed && failed.cause() instanceof ExitException;
        return exited ? "Status: error\tError Type: Runtime.ExitError" : "";
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
        if (tail != null) {
            tail.close();
        }
    }
}
