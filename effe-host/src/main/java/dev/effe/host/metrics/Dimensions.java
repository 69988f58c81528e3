package dev.effe.host.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The series that a request is about, in AWS's dimensions. Immutable.
 *
 * @param function null for all
 * @param resource the function as clients name it, with its alias or version; null for all
 * @param version that runs; null for all
 */
record Dimensions(
        @Nullable String function,
        @Nullable String resource,
        @Nullable String version) {

    static final String FUNCTION = "FunctionName";
    static final String RESOURCE = "Resource";
    static final String VERSION = "ExecutedVersion";

    /** Null if there are no metrics of these: of other dimensions, or without the function. */
    static @Nullable Dimensions of(Map<String, String> named) {
        Dimensions known = new Dimensions(named.get(FUNCTION), named.get(RESOURCE), named.get(VERSION));
        boolean complete = known.function != null || named.isEmpty();
        return complete && known.named().size() == named.size() ? known : null;
    }

    static String resource(String function, Sample sample) {
        return sample.qualifier().isEmpty() ? function : function + ":" + sample.qualifier();
    }

    boolean has(String of, Sample sample) {
        return (resource == null || resource.equals(resource(of, sample)))
                && (version == null || version.equals(sample.version()));
    }

    /** By their names. */
    Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        put(named, FUNCTION, function);
        put(named, RESOURCE, resource);
        put(named, VERSION, version);
        return named;
    }

    private static void put(Map<String, String> named, String name, @Nullable String value) {
        if (value != null) {
            named.put(name, Objects.requireNonNull(value));
        }
    }
}
