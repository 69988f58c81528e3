package dev.effe.spi.topics;

import java.util.Map;
import java.util.Optional;

/**
 * An event that is to be kept. Immutable, but for the array, which nobody changes.
 *
 * @param topic the topic's name
 * @param key its key, which decides the lane; empty for any lane
 * @param id its own id: a second one within 7 days is left out; empty for none
 * @param contentType the media type of the payload
 * @param headers what goes with it, by name
 * @param payload the payload
 */
@SuppressWarnings("ArrayRecordComponent") // A copy each would cost more than the store. Nobody compares them.
public record NewEvent(
        String topic,
        Optional<String> key,
        Optional<String> id,
        String contentType,
        Map<String, String> headers,
        byte[] payload) {}
