package dev.effe.server.invoke;

import dev.effe.Response;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.events.Event;
import dev.effe.server.events.EventQueue;
import dev.effe.server.route.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Answers asynchronous invocations: 202 once the event is on the disk, and not before. Never blocks; thread-safe. */
public final class EventAcceptance {

    /** AWS's 1 MB. */
    private static final int LARGEST_EVENT = 1024 * 1024;
    /** The size that the API of 2014 allows. */
    private static final int LARGEST_OLD_EVENT = 256 * 1024;
    /** A payload of this size is checked so quickly that an event loop may do it. */
    private static final int QUICK_BYTES = 16 * 1024;

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int ACCEPTED = 202;

    private final EventQueue queue;
    private final Executor workers;

    /**
     * Makes it.
     *
     * @param workers for what takes a while
     */
    public EventAcceptance(EventQueue queue, Executor workers) {
        this.queue = queue;
        this.workers = workers;
    }

    /** Accepts an event of {@code X-Amz-Invocation-Type: Event}. */
    public void accept(Call call, Event event) throws InvokeException {
        accept(call, event, LARGEST_EVENT);
    }

    /** Accepts an event of InvokeAsync. */
    public void acceptOld(Call call, Event event) throws InvokeException {
        accept(call, event, LARGEST_OLD_EVENT);
    }

    private void accept(Call call, Event event, int largest) throws InvokeException {
        if (event.payload().length > largest) {
            throw InvokeException.tooLarge(largest);
        }
        if (event.payload().length <= QUICK_BYTES) {
            checkAndKeep(call, event);
        } else {
            workers.execute(() -> checkAndKeep(call, event));
        }
    }

    private void checkAndKeep(Call call, Event event) {
        try {
            InvalidPayloadException.check(event.payload());
            keep(call, event);
        } catch (InvalidPayloadException e) {
            answer(call, e.told());
        } catch (InvokeException e) {
            answer(call, e);
        }
    }

    private void keep(Call call, Event event) throws InvokeException {
        if (!queue.tryAccept(event, failure -> answer(call, failure == null ? null : told(failure)))) {
            throw InvokeException.throttled(SOON);
        }
    }

    private InvokeException told(IOException failure) {
        return EventQueue.isTemporary(failure)
                ? InvokeException.unavailable("Events cannot be kept now: " + failure.getMessage(), SOON)
                : InvokeException.service(
                        "Events cannot be kept, see the server's log: --data-dir (EFFE_DATA_DIR) names another folder, in a container a volume");
    }

    private static void answer(Call call, @Nullable InvokeException error) {
        Response response = call.response();
        if (error == null) {
            response.status(ACCEPTED);
        } else {
            error.answer(response);
        }
        call.completed(Outcome.SUCCEEDED);
    }
}
