package dev.effe.host.api;

import dev.effe.server.invoke.InvokeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A page of a list, by the parameters Marker and MaxItems. A marker is the key of the last item before it, so that items
 * that come or go between two pages make none be told twice or left out.
 */
final class Page {

    /** AWS's default, and its most. */
    private static final int USUAL = 50;

    private static final int MOST = 10_000;

    private Page() {}

    /**
     * The answer with a page.
     *
     * @param member the name of the list
     * @param items in the order of their keys
     * @param key of an item, by which {@code order} sorts it
     * @param <T> of the items
     */
    static <T, K extends Comparable<K>> ApiAnswer of(
            ApiRequest request,
            String member,
            List<T> items,
            Function<T, K> key,
            Function<String, K> parse,
            Function<T, Map<String, Object>> shown)
            throws InvokeException {
        int most = most(request);
        String marker = request.parameter("Marker");
        K after = marker == null ? null : parse(parse, marker);
        List<Map<String, Object>> page = new ArrayList<>();
        String next = null;
        K last = null;
        for (T item : items) {
            if (after != null && key.apply(item).compareTo(after) <= 0) {
                continue;
            }
            if (page.size() == most) {
                next = String.valueOf(last);
                break;
            }
            page.add(shown.apply(item));
            last = key.apply(item);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(member, page);
        if (next != null) {
            fields.put("NextMarker", next);
        }
        return ApiAnswer.ok(fields);
    }

    private static <K> K parse(Function<String, K> parse, String marker) throws InvokeException {
        try {
            return parse.apply(marker);
        } catch (IllegalArgumentException e) {
            throw InvokeException.invalidParameter("Invalid marker");
        }
    }

    private static int most(ApiRequest request) throws InvokeException {
        String text = request.parameter("MaxItems");
        if (text == null) {
            return USUAL;
        }
        if (!text.matches("-?[0-9]{1,9}")) {
            throw ApiErrors.serialization("STRING_VALUE can not be converted to an Integer");
        }
        int most = Integer.parseInt(text);
        Constraints constraints = new Constraints();
        constraints.range(most, "maxItems", 1, MOST);
        constraints.check();
        return Math.min(most, USUAL);
    }
}
