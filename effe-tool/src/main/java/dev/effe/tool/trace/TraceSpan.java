package dev.effe.tool.trace;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.admin.Answers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A span of a trace with those below it. Its times are in nanoseconds since 1970. Confined to one thread. */
final class TraceSpan {

    static final Comparator<TraceSpan> BY_START =
            Comparator.comparingLong(TraceSpan::start).thenComparing(TraceSpan::id);

    private final String id;
    private final @Nullable String parent;
    private final String name;
    private final String function;
    private final long start;
    private final long end;
    private final String failure;
    private final Map<?, ?> attributes;
    private final List<TraceSpan> children = new ArrayList<>();

    private TraceSpan(Map<?, ?> page) throws ToolException {
        id = String.valueOf(page.get("id"));
        parent = page.get("parent") instanceof String text ? text : null;
        name = String.valueOf(page.get("name"));
        function = String.valueOf(page.get("function"));
        start = Answers.number(page, "start");
        end = Math.max(start, Answers.number(page, "end"));
        failure = page.get("failure") instanceof String text ? text : "";
        attributes = page.get("attributes") instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Reads a span of the admin port's page. */
    static TraceSpan of(Object page) throws ToolException {
        if (page instanceof Map<?, ?> fields) {
            return new TraceSpan(fields);
        }
        throw new ToolException("The answer has a span that is none: is it the admin port of Effe in this version?");
    }

    void add(TraceSpan child) {
        children.add(child);
    }

    /** To be called once all are added. */
    void sort() {
        children.sort(BY_START);
    }

    String id() {
        return id;
    }

    /** The span that it is a part of; null for none. */
    @Nullable String parent() {
        return parent;
    }

    String name() {
        return name;
    }

    String function() {
        return function;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    long nanos() {
        return end - start;
    }

    /** Why it failed; "" if it did not. */
    String failure() {
        return failure;
    }

    /** An attribute as text; "" for none. */
    String attribute(String key) {
        Object value = attributes.get(key);
        return value == null ? "" : value.toString();
    }

    /** The spans below it, by their starts. */
    List<TraceSpan> children() {
        return Collections.unmodifiableList(children);
    }

    /** The time in which nothing below it was going on. */
    long selfNanos() {
        long covered = 0;
        long reached = start;
        for (TraceSpan child : children) {
            long from = Math.max(reached, child.start);
            long to = Math.min(end, child.end);
            if (to > from) {
                covered += to - from;
                reached = to;
            }
        }
        return nanos() - covered;
    }
}
