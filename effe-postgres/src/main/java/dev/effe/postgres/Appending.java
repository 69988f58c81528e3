package dev.effe.postgres;

import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Events of one call that wait for being written, and that call. Thread-safe. */
final class Appending {

    private enum State {
        WAITING,
        /** A transaction may have them. */
        TAKEN,
        /** The caller has gone. */
        GIVEN_UP
    }

    private final int topic;
    private final List<NewEvent> events;
    private final long bytes;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<@Nullable Void> written = new CompletableFuture<>();

    Appending(int topic, List<NewEvent> events) {
        this.topic = topic;
        this.events = events;
        this.bytes = events.stream().mapToLong(event -> event.payload().length).sum();
    }

    int topic() {
        return topic;
    }

    List<NewEvent> events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    /** Takes them for a statement. False if the caller has gone. */
    boolean waiting2taken() {
        return state.compareAndSet(State.WAITING, State.TAKEN);
    }

    /** Has them wait again, since they are not written. False if the caller has gone. */
    boolean taken2waiting() {
        return state.compareAndSet(State.TAKEN, State.WAITING);
    }

    void written() {
        written.complete(null);
    }

    void failed(TopicException why) {
        written.completeExceptionally(why);
    }

    /** Waits until they are written. */
    void await(Duration patience) throws TopicException {
        try {
            written.get(Math.max(1, patience.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            TopicException cause = (TopicException) e.getCause();
            throw cause;
        } catch (TimeoutException e) {
            throw late(" in " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late(" before the call was interrupted", e);
        }
    }

    private TopicException late(String when, Exception cause) {
        return state.getAndSet(State.GIVEN_UP) == State.WAITING
                ? new TopicException("The events are not kept: PostgreSQL did not answer" + when, cause)
                : new TopicException(
                        "PostgreSQL did not answer" + when + ", so whether the events are kept is not known", cause);
    }
}
