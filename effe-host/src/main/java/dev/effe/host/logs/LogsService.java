package dev.effe.host.logs;

import dev.effe.Request;
import dev.effe.host.access.Caller;
import dev.effe.host.model.Account;
import dev.effe.host.service.AwsService;
import dev.effe.host.service.JsonProtocol;
import dev.effe.host.store.Functions;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.route.Call;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CloudWatch Logs as far as it reads what functions print. Thread-safe. */
public final class LogsService implements AwsService {

    private static final Logger log = LoggerFactory.getLogger(LogsService.class);
    private static final JsonProtocol PROTOCOL = new JsonProtocol("1.1", "Logs_20140328.");

    private final LogGroups groups;

    public LogsService(Functions functions, LogStore store, Account account) {
        this.groups = new LogGroups(functions, store, account);
    }

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public boolean takes(Request request) {
        return PROTOCOL.isOf(request);
    }

    @Override
    public void answer(Call call, Caller caller, String requestId) throws InvokeException {
        LogRequest request = new LogRequest(PROTOCOL.body(call.request()));
        try {
            PROTOCOL.send(call, answer(PROTOCOL.operation(call.request()), request, caller, call.request()));
        } catch (IOException e) {
            log.error("A log cannot be read", e);
            throw InvokeException.service("The log cannot be read; the host's log says why.");
        }
    }

    private Map<String, Object> answer(String operation, LogRequest request, Caller caller, Request sent)
            throws InvokeException, IOException {
        return switch (operation) {
            case "FilterLogEvents" -> FilterEvents.answer(request, find(operation, request, caller));
            case "GetLogEvents" -> GetEvents.answer(request, find(operation, request, caller));
            case "DescribeLogStreams" -> {
                LogGroups.Group group = groups.find(request, caller, operation);
                yield LogStreams.answer(request, group.log(), groups.arn(group.function()));
            }
            case "DescribeLogGroups" -> groups.describe(request, caller);
            default -> throw PROTOCOL.unknown(sent);
        };
    }

    private FunctionLog find(String operation, LogRequest request, Caller caller) throws InvokeException {
        return groups.find(request, caller, operation).log();
    }

    @Override
    public void refuse(Call call, InvokeException why, String requestId) {
        PROTOCOL.refuse(call, why);
    }
}
