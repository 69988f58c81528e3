package dev.effe.server.topics;

import dev.effe.Draft;
import dev.effe.Request;
import dev.effe.Topics;
import dev.effe.server.call.CallDepth;
import dev.effe.server.dispatch.RequestTrace;
import dev.effe.server.dispatch.Traced;
import dev.effe.server.json.FunctionJson;
import dev.effe.spi.topics.NewEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The topics that one request's function may append to. Thread-safe. */
final class RequestTopics implements Topics {

    private final AppendTarget target;
    private final Request request;
    private final FunctionJson json;
    private final BooleanSupplier isOver;

    RequestTopics(AppendTarget target, Request request, FunctionJson json, BooleanSupplier isOver) {
        this.target = target;
        this.request = request;
        this.json = json;
        this.isOver = isOver;
    }

    @Override
    public void append(String topic, @Nullable String key, @Nullable Object payload) {
        check();
        target.maxEventBytes(topic); // First: what is not declared is not written as JSON either.
        append(topic, List.of(Draft.of(json.write(payload), NewEvents.JSON).key(key)));
    }

    @Override
    public void append(String topic, List<Draft> events) {
        check();
        int maxEventBytes = target.maxEventBytes(topic);
        if (events.isEmpty()) {
            return;
        }
        NewEvents.check(topic, events, maxEventBytes);
        RequestTrace trace = request instanceof Traced traced ? traced.trace() : null;
        if (trace == null) {
            append(topic, events, (String) null);
            return;
        }
        RequestTrace.Step step = trace.append(topic, events.size());
        String failure = "failed";
        try {
            append(topic, events, step.traceparent());
            failure = "";
        } finally {
            step.ended(0, failure);
        }
    }

    private void append(String topic, List<Draft> events, @Nullable String traceparent) {
        int depth = CallDepth.of(request) + 1;
        List<NewEvent> made = new ArrayList<>(events.size());
        for (Draft event : events) {
            made.add(NewEvents.of(topic, event, depth, request, traceparent));
        }
        target.append(made, request.remaining());
    }

    private void check() {
        if (isOver.getAsBoolean()) {
            throw new IllegalStateException("This call is over: run has returned, so it can append nothing");
        }
    }
}
