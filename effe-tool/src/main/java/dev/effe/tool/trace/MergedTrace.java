package dev.effe.tool.trace;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.admin.Answers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A trace with what every process that was asked knows of it. Confined to one thread. */
final class MergedTrace {

    private final String id;

    /** By their ids, since a process may be asked twice. */
    private final Map<String, TraceSpan> spans = new LinkedHashMap<>();

    private final List<TraceSpan> roots = new ArrayList<>();

    MergedTrace(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Takes the spans that a process knows. */
    void add(Map<?, ?> page) throws ToolException {
        for (Object each : Answers.list(page, "spans")) {
            TraceSpan span = TraceSpan.of(each);
            spans.putIfAbsent(span.id(), span);
        }
    }

    /** Puts each span below its parent. To be called once, when all processes have been asked. */
    MergedTrace link() {
        for (TraceSpan span : spans.values()) {
            TraceSpan parent = parentOf(span);
            if (parent != null && !isBelow(parent, span)) {
                parent.add(span);
            } else {
                roots.add(span);
            }
        }
        spans.values().forEach(TraceSpan::sort);
        roots.sort(TraceSpan.BY_START);
        return this;
    }

    private @Nullable TraceSpan parentOf(TraceSpan span) {
        return span.parent() == null ? null : spans.get(span.parent());
    }

    /** True if one is the other or below it: what processes say is not to make circles. */
    private boolean isBelow(TraceSpan one, TraceSpan other) {
        TraceSpan at = one;
        for (int steps = 0; at != null && steps <= spans.size(); steps++) {
            if (at == other) {
                return true;
            }
            at = parentOf(at);
        }
        return at != null;
    }

    /** The spans that are below no other that is known, by their starts. */
    List<TraceSpan> roots() {
        return List.copyOf(roots);
    }

    long start() {
        return spans.values().stream().mapToLong(TraceSpan::start).min().orElse(0);
    }

    long end() {
        return spans.values().stream().mapToLong(TraceSpan::end).max().orElse(0);
    }

    /** The time from its first span's start to its last one's end. */
    long nanos() {
        return end() - start();
    }

    int size() {
        return spans.size();
    }

    boolean isFailed() {
        return spans.values().stream().anyMatch(span -> !span.failure().isEmpty());
    }

    /** The number of processes' functions that have a part in it. */
    long functions() {
        return spans.values().stream().map(TraceSpan::function).distinct().count();
    }
}
