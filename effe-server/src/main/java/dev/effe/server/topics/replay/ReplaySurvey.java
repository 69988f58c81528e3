package dev.effe.server.topics.replay;

import java.time.Instant;
import java.util.Optional;

/**
 * The events that a replay would deliver. Immutable.
 *
 * @param events how many there are
 * @param first the offset of the first; 0 if there is none
 * @param firstTime when it was appended; empty if there is none
 * @param last the offset of the last; 0 if there is none
 * @param lastTime when it was appended; empty if there is none
 * @param keys how many keys they have
 * @param areAllKeys whether these are all: at most 10,000 are counted, and for 20 seconds
 */
public record ReplaySurvey(
        long events,
        long first,
        Optional<Instant> firstTime,
        long last,
        Optional<Instant> lastTime,
        int keys,
        boolean areAllKeys) {}
