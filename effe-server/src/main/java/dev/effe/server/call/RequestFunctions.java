package dev.effe.server.call;

import dev.effe.Answer;
import dev.effe.Call;
import dev.effe.Functions;
import dev.effe.Request;
import dev.effe.server.json.FunctionJson;
import java.lang.reflect.Type;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The functions that one request's function may call. Thread-safe. */
final class RequestFunctions implements Functions {

    private static final String JSON = "application/json";

    private final FunctionCalls calls;
    private final Request request;
    private final FunctionJson json;
    private final BooleanSupplier isOver;

    RequestFunctions(FunctionCalls calls, Request request, FunctionJson json, BooleanSupplier isOver) {
        this.calls = calls;
        this.request = request;
        this.json = json;
        this.isOver = isOver;
    }

    @Override
    @SuppressWarnings("unchecked") // Read as what it is to be read as
    public <T> @Nullable T call(String function, @Nullable Object input, Class<T> output) {
        return (T) call(function, input, (Type) output);
    }

    @Override
    public @Nullable Object call(String function, @Nullable Object input, Type output) {
        Callee callee = callee(function);
        Reply reply = calls.send(request, function, callee, Call.post("/", json.write(input), JSON));
        return new CallResult(function, json).of(reply, output);
    }

    @Override
    public Answer send(String function, Call call) {
        Reply reply = calls.send(request, function, callee(function), call);
        return new ReceivedAnswer(reply.answer(), new CallResult(function, json));
    }

    private Callee callee(String function) {
        if (isOver.getAsBoolean()) {
            throw new IllegalStateException("This call is over: run has returned, so it can call no other function");
        }
        return calls.callee(function);
    }
}
