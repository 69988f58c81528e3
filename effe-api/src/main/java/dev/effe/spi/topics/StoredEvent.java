package dev.effe.spi.topics;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An event that is kept. Immutable, but for the array, which nobody changes.
 *
 * @param offset its number in the topic, from 1, without gaps
 * @param lane its lane, from 0: the same for all events of a key
 * @param time when it was kept; does not fall while the offset rises
 * @param key its key; empty for none
 * @param id its own id; empty for none
 * @param contentType the media type of the payload
 * @param headers what goes with it, by name
 * @param payload the payload
 */
@SuppressWarnings("ArrayRecordComponent") // A copy each would cost more than the store. Nobody compares them.
public record StoredEvent(
        long offset,
        int lane,
        Instant time,
        Optional<String> key,
        Optional<String> id,
        String contentType,
        Map<String, String> headers,
        byte[] payload) {}
