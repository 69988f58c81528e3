package dev.effe.server.trigger;

import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Invocation;
import dev.effe.server.dispatch.Kind;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.dispatch.Outcome.Failed;
import dev.effe.server.dispatch.Outcome.Rejected;
import dev.effe.server.dispatch.Outcome.Rejection;
import dev.effe.server.http.message.HttpResponse;
import dev.effe.server.invoke.FunctionIdentity;
import dev.effe.server.route.Body;
import dev.effe.server.topics.TriggerResult;
import dev.effe.server.topics.TriggerTarget;
import dev.effe.server.topics.TriggeredEvent;
import dev.effe.spi.FunctionErrorException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives events of a topic to a function, among all its other invocations. Thread-safe. */
public final class DispatchedTrigger implements TriggerTarget {

    private static final int FIRST_FAILURE = 400;
    private static final int SERVER_FAILURE = 500;

    private final String application;
    private final String arn;
    private final Supplier<? extends @Nullable Dispatcher<?>> current;

    /**
     * Makes it.
     *
     * @param application the application's name
     * @param function the function's name
     * @param current the dispatcher that takes the function's calls on now; gives null while there is none
     */
    public DispatchedTrigger(String application, String function, Supplier<? extends @Nullable Dispatcher<?>> current) {
        this.application = application;
        this.arn = FunctionIdentity.of(function, System.getenv()).arn();
        this.current = current;
    }

    @Override
    public void deliver(TriggeredEvent event, Consumer<TriggerResult> told) {
        Dispatcher<?> dispatcher = current.get();
        if (dispatcher == null) {
            told.accept(TriggerResult.REFUSED);
            return;
        }
        dispatcher.dispatch(new Delivery(event, told).invocation);
    }

    private TriggerRequest request(TriggeredEvent triggered) {
        String id = triggered.group() + "." + triggered.event().topic() + "."
                + triggered.event().offset() + "." + triggered.event().attempt();
        return new TriggerRequest(
                id, triggered.event(), EventHeaders.of(application, triggered), Body.of(triggered.payload()), arn);
    }

    /** An event's run. */
    private final class Delivery implements Invocation.Completion {

        private final HttpResponse response = new HttpResponse(new NoAnswer());
        private final Consumer<TriggerResult> told;
        private final int bytes;
        final Invocation invocation;

        Delivery(TriggeredEvent event, Consumer<TriggerResult> told) {
            this.told = told;
            bytes = event.payload().length;
            invocation = new Invocation(request(event), response, this);
        }

        @Override
        public Kind kind() {
            return Kind.TRIGGER;
        }

        @Override
        public long bytesIn() {
            return bytes;
        }

        @Override
        public void over() {
            response.seal();
        }

        @Override
        public void completed(Outcome outcome) {
            response.seal();
            invocation.flushed();
            told.accept(result(outcome, response.status()));
        }
    }

    /** Numbers decide, never texts. */
    static TriggerResult result(Outcome outcome, int status) {
        if (outcome instanceof Rejected rejected) {
            return rejected.reason() == Rejection.DRAINING ? TriggerResult.STOPPING : TriggerResult.REFUSED;
        }
        if (outcome instanceof Outcome.Abandoned) {
            return TriggerResult.REFUSED;
        }
        if (outcome instanceof Outcome.TimedOut) {
            return new TriggerResult.Failed("It did not answer within its timeout");
        }
        if (!(outcome instanceof Failed failed)) {
            return byStatus(status, "It answered " + status);
        }
        if (failed.meant() == null) {
            return new TriggerResult.Failed(text(failed.cause()));
        }
        String detail = failed.meant().detail();
        return byStatus(
                failed.meant().status(),
                "It answered " + failed.meant().status() + (detail == null || detail.isEmpty() ? "" : ": " + detail));
    }

    /** Its methods are user code. */
    private static String text(Throwable cause) {
        Throwable shown =
                cause instanceof FunctionErrorException && cause.getCause() != null ? cause.getCause() : cause;
        try {
            return shown.toString();
        } catch (Throwable t) {
            return shown.getClass().getName();
        }
    }

    private static TriggerResult byStatus(int status, String error) {
        if (status < FIRST_FAILURE) {
            return TriggerResult.DONE;
        }
        return status >= SERVER_FAILURE || status == 408 || status == 425 || status == 429
                ? new TriggerResult.Failed(error)
                : new TriggerResult.Hopeless(error);
    }
}
