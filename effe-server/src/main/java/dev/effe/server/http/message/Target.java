package dev.effe.server.http.message;

import dev.effe.server.route.pattern.PercentEscapes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a request target in origin-form apart (RFC 9112, 3.2.1). A percent sign without two digits stands for itself;
 * {@link RequestTarget} says who may send one.
 */
final class Target {

    private Target() {}

    /** Returns the path, decoded as UTF-8. */
    static String path(String target) {
        int end = target.indexOf('?');
        return decode(end < 0 ? target : target.substring(0, end), false);
    }

    /** Returns the query's parameters, decoded as forms are: immutable, in the order they stand. */
    static Map<String, List<String>> query(String target) {
        int start = target.indexOf('?') + 1;
        if (start == 0 || start == target.length()) {
            return Map.of();
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        while (start <= target.length()) {
            int ampersand = target.indexOf('&', start);
            int end = ampersand < 0 ? target.length() : ampersand;
            if (end > start) {
                add(parameters, target.substring(start, end));
            }
            start = end + 1;
        }
        parameters.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(parameters);
    }

    private static void add(Map<String, List<String>> parameters, String parameter) {
        int equals = parameter.indexOf('=');
        String name = decode(equals < 0 ? parameter : parameter.substring(0, equals), true);
        String value = equals < 0 ? "" : decode(parameter.substring(equals + 1), true);
        parameters.computeIfAbsent(name, unknown -> new ArrayList<>(1)).add(value);
    }

    private static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return text;
        }
        return PercentEscapes.decode(text, 0, text.length(), plusIsSpace);
    }
}
