package dev.effe.server.topics;

import java.time.Instant;

/**
 * A trigger that is to be served. Immutable, but for the places.
 *
 * @param from where a new group begins: at the first event that is not older; {@link Instant#MAX} for those to come
 * @param target the function
 * @param places how many events the function may run at once, shared by its triggers
 */
public record Trigger(TriggerRules rules, Instant from, TriggerTarget target, Places places) {}
