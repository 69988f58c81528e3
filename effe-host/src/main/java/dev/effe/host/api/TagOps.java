package dev.effe.host.api;

import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Limits;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.invoke.InvokeException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations on a function's tags. Stateless. */
final class TagOps {

    private static final Pattern TEXT = Pattern.compile("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final String KEYS = "tagKeys";

    private final World world;

    TagOps(World world) {
        this.world = world;
    }

    Changed<ApiAnswer> add(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Constraints constraints = new Constraints();
        constraints.required(request.body().members().get("Tags"), "tags");
        constraints.check();
        SortedMap<String, String> more = tags(request.body().object("Tags"));
        FunctionState found = function(state, request);
        SortedMap<String, String> all = new TreeMap<>(found.tags());
        all.putAll(more);
        checkCount(all);
        return new Changed<>(found.withTags(all), ApiAnswer.noContent());
    }

    Changed<ApiAnswer> remove(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        List<String> keys = request.query().getOrDefault(KEYS, List.of());
        Constraints constraints = new Constraints();
        constraints.required(keys.isEmpty() ? null : keys, KEYS);
        constraints.check();
        FunctionState found = function(state, request);
        SortedMap<String, String> fewer = new TreeMap<>(found.tags());
        fewer.keySet().removeAll(keys);
        return new Changed<>(found.withTags(fewer), ApiAnswer.noContent());
    }

    Changed<ApiAnswer> list(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        return new Changed<>(
                state, ApiAnswer.ok(Map.of("Tags", function(state, request).tags())));
    }

    /**
     * Reads tags.
     *
     * @throws InvokeException if one is not taken, or they are too many
     */
    static SortedMap<String, String> tags(Fields fields) throws InvokeException {
        SortedMap<String, String> tags = fields.allTexts();
        Constraints constraints = new Constraints();
        tags.forEach((key, value) -> {
            constraints.length(key, "tags", 1, LONGEST_KEY);
            constraints.pattern(key, "tags", TEXT);
            constraints.length(value, "tags", 0, LONGEST_VALUE);
            constraints.pattern(value, "tags", TEXT);
        });
        constraints.check();
        checkCount(tags);
        return tags;
    }

    private static void checkCount(SortedMap<String, String> tags) throws InvokeException {
        if (tags.size() > Limits.TAGS) {
            throw InvokeException.invalidParameter("Number of tags exceeds resource tag limit.");
        }
    }

    private FunctionState function(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        if (request.qualifier() != null) {
            throw InvokeException.invalidParameter(
                    "Tags on function aliases and versions are not supported. Please specify a function ARN.");
        }
        return Found.any(state, request, world);
    }
}
