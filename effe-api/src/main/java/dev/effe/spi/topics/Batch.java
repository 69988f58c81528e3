package dev.effe.spi.topics;

import java.util.List;

/**
 * Events that were read: all that there are of the lanes asked for, behind the offset of each, up to an offset.
 *
 * @param events in the order of their offsets
 * @param upTo the offset up to which nothing is left out
 */
public record Batch(List<StoredEvent> events, long upTo) {

    /** Copies the list. */
    public Batch {
        events = List.copyOf(events);
    }
}
