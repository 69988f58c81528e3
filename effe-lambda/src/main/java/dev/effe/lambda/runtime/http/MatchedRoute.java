package dev.effe.lambda.runtime.http;

import dev.effe.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The route that a request matched, in the words of API Gateway. Immutable. */
final class MatchedRoute {

    private final String method;
    /** As Effe has it, such as {@code /orders/{id}/{rest...}}. */
    private final String path;

    private MatchedRoute(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** That of a request; null if it matched none. */
    static @Nullable MatchedRoute of(Request request) {
        String route = request.route().orElse(null);
        if (route == null) {
            return null;
        }
        int space = route.indexOf(' ');
        String method = route.substring(0, space);
        return new MatchedRoute(method.equals("*") ? "ANY" : method, route.substring(space + 1));
    }

    /** Such as {@code ANY /orders/{rest+}}. */
    String key() {
        return method + " " + resource();
    }

    /** Such as {@code /orders/{rest+}}. */
    String resource() {
        return path.replace("...}", "+}");
    }

    /** The values of its parameters as they were sent, escaped, by their names in the order of the path. */
    Map<String, String> valuesAsSent(String rawPath) {
        Map<String, String> values = new LinkedHashMap<>();
        String[] names = path.split("/", -1);
        String[] sent = rawPath.split("/", names.length); // The last one has all that is left.
        for (int i = 0; i < names.length; i++) {
            if (names[i].startsWith("{")) {
                values.put(names[i].replaceAll("[{}.]", ""), sent[i]);
            }
        }
        return values;
    }
}
