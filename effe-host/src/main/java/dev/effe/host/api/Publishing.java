package dev.effe.host.api;

import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version that is made of {@code $LATEST}, or the last one if nothing has changed since.
 *
 * @param state of the function with it
 */
record Publishing(FunctionState state, FunctionVersion version) {

    /** @param description of the version's own; null for that of {@code $LATEST} */
    static Publishing of(FunctionState state, @Nullable String description, World world) {
        FunctionVersion last = state.versions().get(state.lastVersion());
        if (last != null && last.config().equals(state.latest().config())) {
            return new Publishing(state, last);
        }
        FunctionVersion version = new FunctionVersion(
                Integer.toString(state.lastVersion() + 1),
                state.latest().config(),
                Objects.equals(description, state.latest().config().description()) ? null : description,
                world.newIds().get(),
                world.clock().instant());
        return new Publishing(state.withVersion(version), version);
    }
}
