package dev.effe.host.api;

import dev.effe.host.model.CodeRef;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Limits;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.invoke.InvokeException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations that tools read from, on things that a host has none of. Stateless. */
final class ReadOnlyOps {

    /** AWS's default for all code of an account, 75 GiB. */
    private static final long ALL_CODE_BYTES = 80_530_636_800L;

    private final World world;

    ReadOnlyOps(World world) {
        this.world = world;
    }

    Changed<ApiAnswer> accountSettings(@Nullable FunctionState none, ApiRequest request) {
        Collection<FunctionState> all = world.all().get();
        Set<CodeRef> codes = new HashSet<>();
        all.forEach(state -> codes.addAll(state.codes()));
        Map<String, Object> limit = new LinkedHashMap<>();
        limit.put("TotalCodeSize", ALL_CODE_BYTES);
        limit.put("CodeSizeUnzipped", Limits.UNZIPPED_BYTES);
        limit.put("CodeSizeZipped", Limits.ZIPPED_BYTES);
        limit.put("ConcurrentExecutions", world.concurrency());
        limit.put("UnreservedConcurrentExecutions", world.concurrency() - ConcurrencyOps.reserved(world));
        Map<String, Object> usage = new LinkedHashMap<>();
        usage.put("TotalCodeSize", codes.stream().mapToLong(CodeRef::size).sum());
        usage.put("FunctionCount", all.size());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("AccountLimit", limit);
        fields.put("AccountUsage", usage);
        return new Changed<>(none, ApiAnswer.ok(fields));
    }

    Changed<ApiAnswer> codeSigning(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionState found = Found.any(state, request, world);
        return new Changed<>(state, ApiAnswer.ok(Map.of("FunctionName", found.name())));
    }

    Changed<ApiAnswer> recursion(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Found.any(state, request, world);
        return new Changed<>(state, ApiAnswer.ok(Map.of("RecursiveLoop", "Terminate")));
    }

    Changed<ApiAnswer> runtimeManagement(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Found.version(state, request, world);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("UpdateRuntimeOn", "Auto");
        fields.put("FunctionArn", request.arn(world).toString());
        return new Changed<>(state, ApiAnswer.ok(fields));
    }

    Changed<ApiAnswer> noMappings(@Nullable FunctionState none, ApiRequest request) {
        return new Changed<>(none, ApiAnswer.ok(Map.of("EventSourceMappings", List.of())));
    }

    Changed<ApiAnswer> noLayers(@Nullable FunctionState none, ApiRequest request) {
        return new Changed<>(none, ApiAnswer.ok(Map.of("Layers", List.of())));
    }
}
