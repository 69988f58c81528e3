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
public record InvokePath(Operation operation, String name) {

    private static final String FUNCTIONS = "/2015-03-31/functions";

    /** The operations of the API. */
    public enum Operation {
        INVOKE("POST", FUNCTIONS + "/", "/invocations"),
        INVOKE_STREAMED("POST", "/2021-11-15/functions/", "/response-streaming-invocations"),
        INVOKE_ASYNC("POST", "/2014-11-13/functions/", "/invoke-async"),
        GET_CONFIGURATION("GET", FUNCTIONS + "/", "/configuration"),
        GET_FUNCTION("GET", FUNCTIONS + "/", ""),
        LIST_FUNCTIONS("GET", FUNCTIONS, ""),
        /** Another operation of the API. */
        UNKNOWN("", "", "");

        private final String method;
        private final String prefix;
        private final String suffix;

        Operation(String method, String prefix, String suffix) {
            this.method = method;
            this.prefix = prefix;
            this.suffix = suffix;
        }

        /** True if it only tells of the function. */
        public boolean describes() {
            return this == GET_FUNCTION || this == GET_CONFIGURATION || this == LIST_FUNCTIONS;
        }
    }

    /** The beginning of all of them: a year. Most requests are told apart by it alone. */
    static final String BEGIN = "/20";

    /** The other paths of the API, now and by its habits later: a date and a kind of thing. */
    private static final Pattern OTHERS = Pattern.compile("/20\\d\\d-\\d\\d-\\d\\d/(functions|event-source-mappings"
            + "|account-settings|tags|layers|code-signing-configs|capacity-providers"
            + "|durable-executions|durable-execution-callbacks)([/?].*)?");

    private static final List<Operation> NAMED = List.of(
            Operation.INVOKE,
            Operation.INVOKE_STREAMED,
            Operation.INVOKE_ASYNC,
            Operation.GET_CONFIGURATION,
            Operation.GET_FUNCTION);

    /** Returns null for a target that is not of the Lambda API. */
    public static @Nullable InvokePath of(String method, String target) {
        if (!target.startsWith(BEGIN)) {
            return null;
        }
        int query = target.indexOf('?');
        String whole = query < 0 ? target : target.substring(0, query);
        String path = whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
        for (Operation operation : NAMED) {
            String name = nameIn(path, operation);
            if (method.equals(operation.method) && !name.isEmpty()) {
                return new InvokePath(operation, name);
            }
        }
        if (path.equals(FUNCTIONS) && method.equals(Operation.LIST_FUNCTIONS.method)) {
            return new InvokePath(Operation.LIST_FUNCTIONS, "");
        }
        return OTHERS.matcher(target).matches() ? new InvokePath(Operation.UNKNOWN, "") : null;
    }

    /** The segment between an operation's prefix and suffix; "" if that is no segment of a path. */
    private static String nameIn(String path, Operation operation) {
        int from = operation.prefix.length();
        int to = path.length() - operation.suffix.length();
        if (from >= to || !path.startsWith(operation.prefix) || !path.endsWith(operation.suffix)) {
            return "";
        }
        String name = path.substring(from, to);
        return name.indexOf('/') < 0 ? name : "";
    }
}
