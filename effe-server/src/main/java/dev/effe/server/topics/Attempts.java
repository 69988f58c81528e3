package dev.effe.server.topics;

import dev.effe.server.topics.TriggerListener.Outcome;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins attempts of one group, and brings their results back to the engine's thread, to which it is confined. */
final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final TriggerRules rules;
    private final TriggerTarget target;
    private final Places places;
    private final Running running;
    private final Executor engine;
    private final TriggerListener listener;
    private final LongSupplier clock;
    private final Pace pace;
    private final Random random = new Random();

    /**
     * Makes them.
     *
     * @param engine runs what it is given on the engine's thread
     * @param clock milliseconds since 1970
     */
    Attempts(Trigger trigger, Running running, Executor engine, TriggerListener listener, LongSupplier clock) {
        this(trigger, running, engine, listener, clock, Pace.FREE);
    }

    Attempts(
            Trigger trigger,
            Running running,
            Executor engine,
            TriggerListener listener,
            LongSupplier clock,
            Pace pace) {
        this.pace = pace;
        this.rules = trigger.rules();
        this.target = trigger.target();
        this.places = trigger.places();
        this.running = running;
        this.engine = engine;
        this.listener = listener;
        this.clock = clock;
    }

    long nowMillis() {
        return clock.getAsLong();
    }

    /** When the next attempt may begin, now that one has. */
    long nextMillis(long nowMillis) {
        return pace.nextMillis(nowMillis);
    }

    double random() {
        return random.nextDouble();
    }

    /** Gives an event to the function, unless as many run as may. Returns whether it did. */
    boolean begin(TriggeredEvent event, Consumer<TriggerResult> ended) {
        if (!places.tryTake()) {
            return false;
        }
        running.began();
        long beganNanos = System.nanoTime();
        AtomicBoolean told = new AtomicBoolean();
        Consumer<TriggerResult> once = result -> {
            if (told.compareAndSet(false, true)) {
                tell(event, result, System.nanoTime() - beganNanos);
                engine.execute(() -> {
                    places.give();
                    ended.accept(result);
                    running.ended();
                });
            }
        };
        try {
            target.deliver(event, once);
        } catch (RuntimeException e) {
            log.error(
                    "Event {} could not be delivered, and will be tried again",
                    event.event().id(),
                    e);
            once.accept(TriggerResult.REFUSED);
        }
        return true;
    }

    private void tell(TriggeredEvent event, TriggerResult result, long nanos) {
        Outcome outcome = null;
        if (result instanceof TriggerResult.Done) {
            outcome = Outcome.DONE;
        } else if (result instanceof TriggerResult.Hopeless) {
            outcome = Outcome.DEAD;
        } else if (result instanceof TriggerResult.Failed) {
            outcome = rules.isLast(event.event().attempt()) ? Outcome.DEAD : Outcome.FAILED;
        } else if (result instanceof TriggerResult.Refused) {
            outcome = Outcome.REFUSED;
        }
        if (outcome != null) {
            listener.ended(rules.group(), rules.topic(), outcome, nanos);
        }
    }
}
