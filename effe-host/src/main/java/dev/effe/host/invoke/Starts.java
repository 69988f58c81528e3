package dev.effe.host.invoke;

import dev.effe.host.engine.Instances;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.store.Functions;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Starts instances of versions that nobody has called yet. Thread-safe. */
public final class Starts {

    private final Functions functions;
    private final Specs specs;
    private final Instances instances;

    public Starts(Functions functions, Specs specs, Instances instances) {
        this.functions = functions;
        this.specs = specs;
        this.instances = instances;
    }

    /**
     * Has an instance of a version run. Never blocks.
     *
     * @return completed once one takes calls; exceptionally if none does
     */
    public CompletableFuture<@Nullable Void> start(String function, FunctionVersion version) {
        FunctionState state = functions.get(function);
        FunctionVersion known = state == null ? null : state.version(version.version());
        return state == null || known == null
                ? CompletableFuture.failedFuture(new IllegalStateException("The version is gone"))
                : instances.ready(specs.of(state, known));
    }
}
