package dev.effe.host.api;

import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Limits;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.invoke.InvokeException;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The operations on the calls at once that a function has for itself. Stateless. */
final class ConcurrencyOps {

    private static final String RESERVED = "ReservedConcurrentExecutions";

    private final World world;

    ConcurrencyOps(World world) {
        this.world = world;
    }

    /** Not beside itself: two functions could both take what is left. */
    Changed<ApiAnswer> put(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Integer calls = request.body().integer(RESERVED);
        Constraints constraints = new Constraints();
        constraints.required(calls, "reservedConcurrentExecutions");
        constraints.range(calls, "reservedConcurrentExecutions", 0, Integer.MAX_VALUE);
        constraints.check();
        FunctionState found = function(state, request);
        long others = reserved(world) - found.reserved().orElse(0);
        if (world.concurrency() - others - Objects.requireNonNull(calls) < Limits.UNRESERVED_CALLS) {
            throw InvokeException.invalidParameter("Specified ReservedConcurrentExecutions for function decreases"
                    + " account's UnreservedConcurrentExecution below its minimum value of [" + Limits.UNRESERVED_CALLS
                    + "].");
        }
        return new Changed<>(found.withReserved(OptionalInt.of(calls)), ApiAnswer.ok(Map.of(RESERVED, calls)));
    }

    Changed<ApiAnswer> get(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        OptionalInt calls = function(state, request).reserved();
        return new Changed<>(state, ApiAnswer.ok(calls.isPresent() ? Map.of(RESERVED, calls.getAsInt()) : Map.of()));
    }

    Changed<ApiAnswer> delete(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionState found = function(state, request);
        return new Changed<>(
                found.reserved().isPresent() ? found.withReserved(OptionalInt.empty()) : found, ApiAnswer.noContent());
    }

    /** The calls at once that all functions have for themselves. */
    static long reserved(World world) {
        return world.all().get().stream()
                .mapToLong(state -> state.reserved().orElse(0))
                .sum();
    }

    private FunctionState function(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        request.checkUnqualified();
        if (state == null) {
            throw ApiErrors.functionNotFound(request.arn(world, null));
        }
        return state;
    }
}
