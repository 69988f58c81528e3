package dev.effe.host.api;

import dev.effe.host.model.FunctionState;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.invoke.InvokeException;
import org.jspecify.annotations.Nullable;

/** An operation of the control plane: a pure function. Stateless. */
@FunctionalInterface
interface Operation {

    /**
     * Computes a new state and the answer.
     *
     * @param state of the function that is named; null if there is none, or none is named
     * @throws InvokeException if it is refused; nothing changes then
     */
    Changed<ApiAnswer> apply(@Nullable FunctionState state, ApiRequest request) throws InvokeException;
}
