package dev.effe.server.invoke;

import dev.effe.server.access.AccessException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The functions that AWS Lambda's Invoke API serves, at least one. Immutable. */
final class InvokedFunctions {

    private final List<InvokedFunction> functions;

    InvokedFunctions(List<InvokedFunction> functions) {
        this.functions = List.copyOf(functions);
    }

    InvokedFunction first() {
        return functions.get(0);
    }

    /**
     * Finds the function that a path names; the only one has all names, and refuses others itself.
     *
     * @throws InvokeException if there is none of this name
     */
    InvokedFunction find(InvokePath path) throws InvokeException {
        if (functions.size() == 1) {
            return first();
        }
        FunctionName named = FunctionName.parse(FunctionName.decoded(path.name()));
        for (InvokedFunction function : functions) {
            if (function.identity().name().equals(named.name())) {
                return function;
            }
        }
        throw InvokeException.notFound(first().identity().arn(named, named.name()));
    }

    /** The fields of all functions that the client may invoke. Blocks: reads their files when it is first called. */
    Map<String, Object> list(InvokeAccess.Grant grant) {
        List<Map<String, Object>> listed = new ArrayList<>();
        for (InvokedFunction function : functions) {
            if (functions.size() == 1 || mayInvoke(grant, function)) {
                listed.add(
                        function.description().configuration(function.identity().arn()));
            }
        }
        return Map.of("Functions", listed);
    }

    private static boolean mayInvoke(InvokeAccess.Grant grant, InvokedFunction function) {
        try {
            grant.check(function.identity().name());
            return true;
        } catch (AccessException notThisOne) {
            return false;
        }
    }
}
