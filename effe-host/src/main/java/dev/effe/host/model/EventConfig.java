package dev.effe.host.model;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * The rules of events that are accepted under one qualifier of a function. Immutable.
 *
 * @param retries how often one is tried again after an error, from 0 to 2; empty for AWS's 2
 * @param maxAgeSeconds how old one may become, from 60 to 21600; empty for AWS's 6 hours
 * @param onSuccess the place that gets a record of each that succeeds; "" for none
 * @param onFailure the place that gets a record of each that is given up; "" for none
 * @param modified when it last changed
 */
public record EventConfig(
        OptionalInt retries, OptionalInt maxAgeSeconds, String onSuccess, String onFailure, Instant modified) {}
