package dev.effe.server.invoke;

import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Invocation;
import dev.effe.server.dispatch.Kind;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.dispatch.Outcome.Rejected;
import dev.effe.server.dispatch.Outcome.Rejection;
import dev.effe.server.events.Event;
import dev.effe.server.events.EventTarget;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Gives accepted events to the function, among all its other invocations. Thread-safe. */
public final class EventInvoker implements EventTarget {

    private static final String TRACE = "traceId";
    private static final String TRACEPARENT = "traceparent";
    private static final String TENANT = "tenantId";

    private final Dispatcher<?> dispatcher;
    private final Duration timeout;

    public EventInvoker(Dispatcher<?> dispatcher, Duration timeout) {
        this.dispatcher = dispatcher;
        this.timeout = timeout;
    }

    /** The event of a request. */
    static Event event(PayloadRequest request) {
        return new Event(
                UUID.fromString(request.id()), System.currentTimeMillis(), attributes(request), request.payload());
    }

    /** The facts that are kept of a request beside its payload. */
    private static Map<String, String> attributes(PayloadRequest request) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(Event.FUNCTION_ARN, request.invokedFunctionArn());
        request.traceId().ifPresent(id -> attributes.put(TRACE, id));
        request.traceparent().ifPresent(parent -> attributes.put(TRACEPARENT, parent));
        request.tenantId().ifPresent(tenant -> attributes.put(TENANT, tenant));
        return attributes;
    }

    @Override
    public void deliver(Event event, Consumer<Result> told) {
        Map<String, String> known = event.attributes();
        String arn = known.getOrDefault(Event.FUNCTION_ARN, "");
        PayloadRequest request = new PayloadRequest.Builder(event.id().toString(), arn, event.payload())
                .trace(known.getOrDefault(TRACE, ""), known.get(TRACEPARENT))
                .caller(null, null, known.get(TENANT))
                .build();
        Delivery delivery = new Delivery(request, event.payload().length, told);
        dispatcher.dispatch(delivery.invocation);
    }

    /** An event's run. */
    private final class Delivery implements Invocation.Completion {

        private final PayloadRequest request;
        private final int bytes;
        private final PayloadResponse response = new PayloadResponse(InvokeEnd.LARGEST_PAYLOAD);
        private final Consumer<Result> told;
        final Invocation invocation;

        Delivery(PayloadRequest request, int bytes, Consumer<Result> told) {
            this.request = request;
            this.bytes = bytes;
            this.told = told;
            invocation = new Invocation(request, response, this);
        }

        @Override
        public Kind kind() {
            return Kind.EVENT;
        }

        @Override
        public long bytesIn() {
            return bytes;
        }

        @Override
        public long bytesOut() {
            return response.length();
        }

        @Override
        public boolean tellsFailures() {
            return true;
        }

        @Override
        public void completed(Outcome outcome) {
            response.seal();
            invocation.flushed();
            told.accept(result(outcome));
        }

        private Result result(Outcome outcome) {
            if (outcome instanceof Rejected rejected) {
                return rejected.reason() == Rejection.DRAINING ? Result.STOPPING : Result.REFUSED;
            }
            InvokeEnd end = InvokeEnd.of(outcome, response, request.id(), timeout);
            return end.isFunctionError()
                    ? Result.functionError(end.payload(), FunctionIdentity.VERSION)
                    : Result.answered(end.payload(), FunctionIdentity.VERSION);
        }
    }
}
