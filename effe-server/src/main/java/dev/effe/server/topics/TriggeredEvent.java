package dev.effe.server.topics;

import dev.effe.Event;

/**
 * An event on its way to a function. Immutable, but for the array, which nobody changes.
 *
 * @param group the group that it is delivered for
 * @param event what the function is told of it
 * @param contentType the media type of the payload
 */
@SuppressWarnings("ArrayRecordComponent") // A copy each would cost more than the store. Nobody compares them.
public record TriggeredEvent(String group, Event event, String contentType, byte[] payload) {}
