package dev.effe.host.logs;

import dev.effe.host.access.Caller;
import dev.effe.host.model.Account;
import dev.effe.host.model.FunctionState;
import dev.effe.host.store.Functions;
import dev.effe.server.invoke.InvokeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The log groups: {@code /aws/lambda/NAME} for each function. Thread-safe. */
final class LogGroups {

    private static final String PREFIX = "/aws/lambda/";
    private static final String NAME = "[.\\-_/#A-Za-z0-9]{1,512}";
    private static final int MOST = 50;

    private final Functions functions;
    private final LogStore store;
    private final Account account;

    LogGroups(Functions functions, LogStore store, Account account) {
        this.functions = functions;
        this.store = store;
        this.account = account;
    }

    /** A group, and whose it is. */
    record Group(String function, FunctionLog log) {}

    /**
     * Finds the group that a request names.
     *
     * @throws InvokeException if there is none, or the caller may not see it
     */
    Group find(LogRequest request, Caller caller, String operation) throws InvokeException {
        String name = request.text("logGroupName");
        String identifier = request.text("logGroupIdentifier");
        if (name.isEmpty() == identifier.isEmpty()) {
            throw LogErrors.invalid("Exactly one of logGroupName and logGroupIdentifier is needed");
        }
        String group = name.isEmpty() ? identifier.replaceFirst("^arn:[^/]*:log-group:", "") : name;
        if (!group.matches(NAME)) {
            throw LogErrors.invalid("1 validation error detected: Value '" + group + "' at 'logGroupName' failed to"
                    + " satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
        }
        String function = group.startsWith(PREFIX) ? group.substring(PREFIX.length()) : group;
        caller.checkAdmin("logs:" + operation, function);
        FunctionLog log = group.startsWith(PREFIX) ? store.find(function) : null;
        if (log == null) {
            throw LogErrors.noGroup();
        }
        return new Group(function, log);
    }

    String arn(String function) {
        return "arn:aws:logs:" + account.region() + ":" + account.id() + ":log-group:" + PREFIX + function;
    }

    /** The answer of DescribeLogGroups: those that the caller may see. */
    Map<String, Object> describe(LogRequest request, Caller caller) throws InvokeException {
        caller.checkRole("logs:DescribeLogGroups");
        String prefix = request.text("logGroupNamePrefix");
        String part = request.text("logGroupNamePattern");
        if (!prefix.isEmpty() && !part.isEmpty()) {
            throw LogErrors.invalid("logGroupNamePrefix and logGroupNamePattern cannot be given both");
        }
        long most = request.number("limit", 1, MOST, MOST);
        String after = request.text("nextToken");
        List<Map<String, Object>> groups = new ArrayList<>();
        Map<String, Object> answer = new LinkedHashMap<>();
        String last = "";
        for (FunctionState state : functions.all()) {
            String name = PREFIX + state.name();
            boolean wanted = name.startsWith(prefix) && name.contains(part) && name.compareTo(after) > 0;
            FunctionLog log = wanted && maySee(caller, state.name()) ? store.find(state.name()) : null;
            if (log != null && groups.size() == most) {
                answer.put("nextToken", last);
                break;
            }
            if (log != null) {
                groups.add(fields(state, log));
                last = name;
            }
        }
        answer.put("logGroups", groups);
        return answer;
    }

    private static boolean maySee(Caller caller, @Nullable String function) {
        try {
            caller.checkAdmin("logs:DescribeLogGroups", function);
            return true;
        } catch (InvokeException e) {
            return false;
        }
    }

    private Map<String, Object> fields(FunctionState state, FunctionLog log) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("logGroupName", PREFIX + state.name());
        fields.put("creationTime", state.created().toEpochMilli());
        long days = store.limits().keep().toDays();
        if (days > 0) {
            fields.put("retentionInDays", days);
        }
        fields.put("metricFilterCount", 0);
        fields.put("arn", arn(state.name()) + ":*");
        fields.put("logGroupArn", arn(state.name()));
        fields.put("logGroupClass", "STANDARD");
        fields.put("storedBytes", log.files().bytes());
        return fields;
    }
}
