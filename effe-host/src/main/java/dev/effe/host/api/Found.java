package dev.effe.host.api;

import dev.effe.host.model.Alias;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.Qualifier;
import dev.effe.server.invoke.InvokeException;
import org.jspecify.annotations.Nullable;

/** Finds the function or version that a request names, or AWS's error. Stateless. */
final class Found {

    private Found() {}

    /** The function, where a version or alias may not be named, or only {@code $LATEST}. */
    static FunctionState function(@Nullable FunctionState state, ApiRequest request, World world)
            throws InvokeException {
        if (request.qualifier() != null && !Qualifier.isLatest(request.qualifier())) {
            throw ApiErrors.functionOnly();
        }
        return any(state, request, world);
    }

    /** The function, whatever of it is named. */
    static FunctionState any(@Nullable FunctionState state, ApiRequest request, World world) throws InvokeException {
        if (state == null) {
            throw ApiErrors.functionNotFound(request.arn(world, null));
        }
        return state;
    }

    /** The version that a request names, by its number or by an alias; {@code $LATEST} if it names none. */
    static FunctionVersion version(@Nullable FunctionState state, ApiRequest request, World world)
            throws InvokeException {
        String qualifier = request.qualifier();
        if (state == null) {
            throw ApiErrors.functionNotFound(request.arn(world));
        }
        if (qualifier == null) {
            return state.latest();
        }
        Alias alias = state.aliases().get(qualifier);
        FunctionVersion version = state.version(alias == null ? qualifier : alias.version());
        if (version == null) {
            throw ApiErrors.functionNotFound(request.arn(world));
        }
        return version;
    }
}
