package dev.effe.host.api;

import dev.effe.host.access.Caller;
import dev.effe.host.model.Arn;
import dev.effe.host.model.CodeRef;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request of an operation, read.
 *
 * @param function as the path names it; null if the operation is about none that exists
 * @param qualifier the alias or version that the path or the query names; null for none
 * @param item what the path names besides, such as an alias; "" for nothing
 * @param body its members
 * @param code that which came with it; null for none
 * @param caller whose request it is
 * @param origin the address of this host as the client writes it, such as {@code http://127.0.0.1:7070}
 */
record ApiRequest(
        @Nullable FunctionName function,
        @Nullable String qualifier,
        String item,
        Map<String, List<String>> query,
        Fields body,
        @Nullable CodeRef code,
        Caller caller,
        String origin) {

    /** The function's own name. */
    String name() {
        return Objects.requireNonNull(function, "this operation has no function")
                .name();
    }

    /** The ARN of what is named, as far as it is named. */
    Arn arn(World world) {
        return arn(world, qualifier);
    }

    /** The ARN of the function that is named, or of an alias or version of it. */
    Arn arn(World world, @Nullable String ofQualifier) {
        FunctionName named = Objects.requireNonNull(function, "this operation has no function");
        String region =
                Objects.requireNonNullElse(named.region(), world.account().region());
        String account =
                Objects.requireNonNullElse(named.account(), world.account().id());
        return new Arn(region, account, named.name(), ofQualifier);
    }

    /** A parameter of the query; null if it is missing or empty. */
    @Nullable String parameter(String parameter) {
        List<String> values = query.getOrDefault(parameter, List.of());
        return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
    }

    /**
     * Refuses a name with an alias or version, where the operation is for the function.
     *
     * @throws InvokeException if there is one
     */
    void checkUnqualified() throws InvokeException {
        if (qualifier != null) {
            throw ApiErrors.functionOnly();
        }
    }
}
