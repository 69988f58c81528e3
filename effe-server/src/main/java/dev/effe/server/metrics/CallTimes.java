package dev.effe.server.metrics;

import dev.effe.server.call.CallEnd;
import dev.effe.server.call.CallListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The durations of calls between functions, by both functions and the outcome. Thread-safe. */
final class CallTimes implements CallListener {

    /** The labels of a meter. */
    record Key(String function, String callee, CallEnd end) {}

    private final Map<Key, Durations> times = new ConcurrentHashMap<>();

    /** Makes those of a process. Not in Meters, which would load what few processes need. */
    static CallListener in(Meters meters) {
        CallTimes times = new CallTimes();
        meters.add(made -> made.watch(times));
        return times;
    }

    @Override
    public void ended(String function, String callee, CallEnd end, long nanos) {
        times.computeIfAbsent(new Key(function, callee, end), key -> new Durations())
                .add(nanos);
    }

    Map<Key, Durations> all() {
        return Map.copyOf(times);
    }
}
