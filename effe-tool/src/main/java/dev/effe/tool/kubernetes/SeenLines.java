package dev.effe.tool.kubernetes;

import dev.effe.tool.remote.LogEvent;
import java.util.HashMap;
import java.util.Map;

/** Tells lines of logs that are new from those that an earlier look has shown. Used by one thread. */
final class SeenLines {

    /** The time of a pod's newest line, and how many lines of that time there were. */
    private record Last(String time, int lines) {}

    private Map<String, Last> before = new HashMap<>();
    private final Map<String, Last> last = new HashMap<>();

    /** The lines that follow are those of another look. */
    void begin() {
        before = new HashMap<>(last);
        last.replaceAll((pod, newest) -> new Last(newest.time, 0));
    }

    /** True if no earlier look has shown it; times of one pod are written alike, to the nanosecond, and never fall. */
    boolean isNew(LogEvent event) {
        Last shown = before.get(event.stream());
        Last now = last.get(event.stream());
        int lines = now != null && now.time.equals(event.time()) ? now.lines + 1 : 1;
        if (now == null || event.time().compareTo(now.time) >= 0) {
            last.put(event.stream(), new Last(event.time(), lines));
        }
        if (shown == null) {
            return true;
        }
        int order = event.time().compareTo(shown.time);
        return order > 0 || (order == 0 && lines > shown.lines);
    }
}
