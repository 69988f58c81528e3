package dev.effe.bench.candidate;

import dev.effe.Draft;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Appends events to the topic placed, and is run for each: POST /append/N appends N of them, each with its time; GET /runs
 * answers how many were run, GET /times median and 99th percentile of the microseconds from append to run since the last
 * GET. The time of an event of many is the time at which their list was made.
 */
public final class TopicFunction implements Logic<Object> {

    private static final int AT_ONCE = 1_000;
    private static final int KEYS = 10_007;
    private static final int PADDING = 492;

    private final AtomicLong runs = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final AtomicLong next = new AtomicLong();

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) throws Exception {
        if (request.event().isPresent()) {
            byte[] payload = request.bytes();
            String sent = new String(payload, PADDING, payload.length - PADDING, StandardCharsets.US_ASCII);
            latencies.add(System.nanoTime() - Long.parseLong(sent));
            runs.incrementAndGet();
        } else if (request.path().startsWith("/append/")) {
            append(request, Integer.parseInt(request.path().substring("/append/".length())));
        } else {
            response.text(
                    switch (request.path()) {
                        case "/runs" -> runs.toString();
                        case "/times" -> times();
                        default -> "Hello, World!";
                    });
        }
    }

    /** The payload of an event that is appended now. The clock is the machine's: another process may append it. */
    public static byte[] payload() {
        return ("x".repeat(PADDING) + System.nanoTime()).getBytes(StandardCharsets.US_ASCII);
    }

    private void append(Request request, int count) {
        for (int left = count; left > 0; left -= AT_ONCE) {
            byte[] payload = payload();
            List<Draft> events = new ArrayList<>();
            for (int i = 0; i < Math.min(left, AT_ONCE); i++) {
                events.add(Draft.of(payload, "application/octet-stream").key("key-" + next.getAndIncrement() % KEYS));
            }
            request.topics().append("placed", events);
        }
    }

    private String times() {
        List<Long> taken = new ArrayList<>();
        for (Long each = latencies.poll(); each != null; each = latencies.poll()) {
            taken.add(each);
        }
        long[] sorted = taken.stream().mapToLong(Long::longValue).sorted().toArray();
        return percentile(sorted, 0.5) + " " + percentile(sorted, 0.99);
    }

    private static long percentile(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))] / 1_000;
    }
}
