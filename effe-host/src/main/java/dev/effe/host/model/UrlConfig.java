package dev.effe.host.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The URL of a function or of an alias of it. Immutable.
 *
 * @param id the first label of its host name, or its part of a path; never changes
 * @param signed true if callers must sign (AWS_IAM)
 * @param streamed true if answers are passed on as they come (RESPONSE_STREAM)
 * @param cors the rules for scripts of other sites, in AWS's names and as they were given; empty for none
 * @param created when it was made
 * @param modified when it last changed
 */
public record UrlConfig(
        String id, boolean signed, boolean streamed, Map<String, Object> cors, Instant created, Instant modified) {

    /** Takes a copy of the rules. */
    public UrlConfig {
        cors = Collections.unmodifiableMap(new LinkedHashMap<>(cors));
    }
}
