package dev.effe.server.invoke;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path of the Lambda API.
 *
 * @param operation what is wanted
 * @param name the function as the client names it, still escaped
 */
record InvokePath(Operation operation, String name) {

    /** What can be wanted. */
    enum Operation {
        INVOKE("/2015-03-31/functions/", "invocations"),
        INVOKE_STREAMED("/2021-11-15/functions/", "response-streaming-invocations"),
        INVOKE_ASYNC("/2014-11-13/functions/", "invoke-async"),
        /** Another operation of the API. */
        UNKNOWN("", "");

        private final String prefix;
        private final String suffix;

        Operation(String prefix, String suffix) {
            this.prefix = prefix;
            this.suffix = suffix;
        }
    }

    /** How all of them begin: a year. Most requests are told apart by it alone. */
    static final String BEGIN = "/20";

    /** What else the API has, now and by its habits later: a date and a kind of thing. */
    private static final Pattern OTHERS = Pattern.compile("/20\\d\\d-\\d\\d-\\d\\d/(functions|event-source-mappings"
            + "|account-settings|tags|layers|code-signing-configs|capacity-providers"
            + "|durable-executions|durable-execution-callbacks)([/?].*)?");

    private static final List<Operation> KNOWN =
            List.of(Operation.INVOKE, Operation.INVOKE_STREAMED, Operation.INVOKE_ASYNC);

    /** Returns null for a target that is not of the Lambda API. */
    static @Nullable InvokePath of(String method, String target) {
        if (!target.startsWith(BEGIN)) {
            return null;
        }
        for (Operation operation : KNOWN) {
            if (target.startsWith(operation.prefix)) {
                return of(operation, method, target);
            }
        }
        return OTHERS.matcher(target).matches() ? new InvokePath(Operation.UNKNOWN, "") : null;
    }

    private static InvokePath of(Operation operation, String method, String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        String rest = path.substring(operation.prefix.length());
        int slash = rest.indexOf('/');
        String last = slash < 0 ? "" : rest.substring(slash + 1);
        boolean matches = last.equals(operation.suffix) || last.equals(operation.suffix + "/");
        return slash > 0 && matches && method.equals("POST")
                ? new InvokePath(operation, rest.substring(0, slash))
                : new InvokePath(Operation.UNKNOWN, "");
    }
}
