package dev.effe.server.events;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one event, which go before those of its queue. The event carries them from its acceptance on, so no later
 * change of the rules touches it. Immutable.
 *
 * @param retries how often it is tried again after an error
 * @param maxAge how old it may become, in whole seconds
 * @param onSuccess gets a record if it succeeds
 * @param onFailure gets a record if it is given up
 */
public record EventTerms(
        Optional<Integer> retries, Optional<Duration> maxAge, Optional<URI> onSuccess, Optional<URI> onFailure) {

    private static final String RETRIES = "rule.retries";
    private static final String MAX_AGE = "rule.maxAgeSeconds";
    private static final String ON_SUCCESS = "rule.onSuccess";
    private static final String ON_FAILURE = "rule.onFailure";

    /** The attributes by which an event carries them. */
    public Map<String, String> attributes() {
        Map<String, String> attributes = new HashMap<>();
        retries.ifPresent(most -> attributes.put(RETRIES, most.toString()));
        maxAge.ifPresent(age -> attributes.put(MAX_AGE, Long.toString(age.toSeconds())));
        onSuccess.ifPresent(uri -> attributes.put(ON_SUCCESS, uri.toString()));
        onFailure.ifPresent(uri -> attributes.put(ON_FAILURE, uri.toString()));
        return attributes;
    }

    static EventTerms of(Event event) {
        Map<String, String> known = event.attributes();
        return new EventTerms(
                Optional.ofNullable(known.get(RETRIES)).map(Integer::valueOf),
                Optional.ofNullable(known.get(MAX_AGE)).map(Long::valueOf).map(Duration::ofSeconds),
                uri(known.get(ON_SUCCESS)),
                uri(known.get(ON_FAILURE)));
    }

    private static Optional<URI> uri(@Nullable String text) {
        return Optional.ofNullable(text).map(URI::create);
    }

    /** The rules of its retries. */
    RetryRules retries(RetryRules ofQueue) {
        return new RetryRules(retries.orElse(ofQueue.retries()), ofQueue.delay(), maxAge.orElse(ofQueue.maxAge()));
    }

    /** The place of a receiver that is its own; empty if it has none. */
    Optional<URI> of(Receiver receiver) {
        return switch (receiver) {
            case ON_SUCCESS -> onSuccess;
            case ON_FAILURE -> onFailure;
            case FUNCTION, DEAD_LETTER -> Optional.empty();
        };
    }
}
