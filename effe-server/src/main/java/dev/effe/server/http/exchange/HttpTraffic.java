package dev.effe.server.http.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what functions answer: how many answers of each class of status, and bytes of bodies. Thread-safe. */
public final class HttpTraffic {

    private static final int HUNDRED = 100;
    private static final int CLASSES = 6;

    /** By the first digit of the status; of what no status was sent for, at 0. */
    private final LongAdder[] answers = new LongAdder[CLASSES];

    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();

    HttpTraffic() {
        for (int i = 0; i < CLASSES; i++) {
            answers[i] = new LongAdder();
        }
    }

    /** @param status 0 if none was sent */
    void answered(int status, long bytesIn, long bytesOut) {
        answers[Math.min(status / HUNDRED, CLASSES - 1)].increment();
        receivedBytes.add(bytesIn);
        sentBytes.add(bytesOut);
    }

    /** Answers ever, by "2xx" and the like; "none" for clients that went before theirs began. */
    public Map<String, LongAdder> answers() {
        Map<String, LongAdder> byClass = new LinkedHashMap<>();
        for (int i = 1; i < CLASSES; i++) {
            byClass.put(i + "xx", answers[i]);
        }
        byClass.put("none", answers[0]);
        return byClass;
    }

    public long receivedBytes() {
        return receivedBytes.sum();
    }

    public long sentBytes() {
        return sentBytes.sum();
    }
}
