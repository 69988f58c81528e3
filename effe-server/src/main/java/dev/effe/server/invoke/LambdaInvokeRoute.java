package dev.effe.server.invoke;

import dev.effe.Request;
import dev.effe.server.access.AccessException;
import dev.effe.server.access.RandomIds;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.invoke.InvokePath.Operation;
import dev.effe.server.json.Json;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.route.Call;
import dev.effe.server.route.RefusalBody;
import dev.effe.server.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers AWS Lambda's Invoke API, and leaves every other path to the function as it is. */
public final class LambdaInvokeRoute implements Route {

    private static final Logger log = LoggerFactory.getLogger(LambdaInvokeRoute.class);
    private static final RateLimitedLog refusals = new RateLimitedLog(log);
    private static final int LARGEST_REQUEST = 6_291_456;
    /** A body that is hashed so quickly that an event loop may do it. */
    private static final int QUICK_BYTES = 16 * 1024;

    private final @Nullable Route outside;
    private final InvokedFunctions functions;
    private final InvokeAccess access;
    private final Executor workers;
    private final RandomIds newIds = new RandomIds();

    /**
     * Makes the route.
     *
     * @param outside what all other paths go to; null if the API has none of them
     * @param functions at least one
     * @param access who may use it; not closed
     * @param workers for what takes a while
     */
    public LambdaInvokeRoute(
            @Nullable Route outside, List<InvokedFunction> functions, InvokeAccess access, Executor workers) {
        this.outside = outside;
        this.functions = new InvokedFunctions(functions);
        this.access = access;
        this.workers = workers;
    }

    @Override
    public void handle(Call call) {
        Request request = call.request();
        InvokePath path = InvokePath.of(request.method(), request.target());
        if (path == null && outside != null) {
            outside.handle(call);
            return;
        }
        InvokeIds ids = InvokeIds.of(request, newIds);
        ids.putInto(call);
        byte[] payload = request.bytes();
        if (access.needsSignature() && payload.length > QUICK_BYTES) {
            workers.execute(() -> checkAndInvoke(call, path, ids, payload));
        } else {
            checkAndInvoke(call, path, ids, payload);
        }
    }

    private void checkAndInvoke(Call call, @Nullable InvokePath path, InvokeIds ids, byte[] payload) {
        try {
            InvokeAccess.Grant grant = access.check(call.request(), payload);
            if (path != null && path.operation() == Operation.LIST_FUNCTIONS) {
                tell(call, () -> functions.list(grant));
            } else {
                invoke(call, path, ids, payload, grant);
            }
        } catch (AccessException refusal) {
            refusals.info(
                    "The Lambda API refused a request from {}: {}",
                    call.request().remoteAddress(),
                    refusal.getMessage());
            answer(call, InvokeException.refused(refusal));
        } catch (InvokeException error) {
            answer(call, error);
        }
    }

    private static void answer(Call call, InvokeException error) {
        error.answer(call.response());
        call.completed(Outcome.SUCCEEDED);
    }

    /** A body beyond max-body is an error that clients know. */
    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        boolean ours = outside == null || InvokePath.of("POST", target) != null;
        if (status == 413 && ours) {
            return InvokeException.tooLarge(LARGEST_REQUEST).refusal(requestId);
        }
        return outside == null ? null : outside.refusal(status, target, requestId);
    }

    private void invoke(Call call, @Nullable InvokePath path, InvokeIds ids, byte[] payload, InvokeAccess.Grant grant)
            throws InvokeException, AccessException {
        if (path == null || path.operation() == Operation.UNKNOWN) {
            grant.check(functions.first().identity().name());
            throw InvokeException.unknownOperation();
        }
        InvokedFunction function = functions.find(path);
        grant.check(function.identity().name());
        if (path.operation().describes()) {
            describe(call, path, function);
            return;
        }
        Request request = call.request();
        InvokeIds.check(request);
        String arn = arn(function, path, request, FunctionIdentity.SHOWN_LATEST);
        InvokeOptions options = InvokeOptions.of(request);
        if (path.operation() == Operation.INVOKE_ASYNC) {
            function.acceptance()
                    .acceptOld(
                            call, EventInvoker.event(payloadRequest(ownIds(call, ids), arn, payload, call, options)));
            return;
        }
        if (options.type() == InvokeOptions.Type.EVENT) {
            if (path.operation() == Operation.INVOKE_STREAMED) {
                throw InvokeException.validation(
                        "Event", "invocationType", "Member must satisfy enum value set: [RequestResponse, DryRun]");
            }
            function.acceptance()
                    .accept(call, EventInvoker.event(payloadRequest(ownIds(call, ids), arn, payload, call, options)));
            return;
        }
        if (payload.length > LARGEST_REQUEST) {
            throw InvokeException.tooLarge(LARGEST_REQUEST);
        }
        if (options.type() == InvokeOptions.Type.DRY_RUN) {
            call.response().status(204);
            call.completed(Outcome.SUCCEEDED);
            return;
        }
        run(function, call, path, payloadRequest(ids, arn, payload, call, options), options);
    }

    private void describe(Call call, InvokePath path, InvokedFunction function) throws InvokeException {
        String arn = arn(function, path, call.request(), "");
        boolean whole = path.operation() == Operation.GET_FUNCTION;
        FunctionDescription description = function.description();
        tell(call, () -> whole ? description.function(arn) : description.configuration(arn));
    }

    private void tell(Call call, Supplier<Map<String, Object>> fields) {
        workers.execute(() -> {
            call.response().header("Content-Type", "application/json").send(Json.write(fields.get()));
            call.completed(Outcome.SUCCEEDED);
        });
    }

    private static String arn(InvokedFunction function, InvokePath path, Request request, String unqualified)
            throws InvokeException {
        String qualifier = request.query("Qualifier").orElse(null);
        String name = FunctionName.decoded(path.name());
        return function.identity().find(name, qualifier, unqualified).arn();
    }

    /** No client can make two events of one id. */
    private InvokeIds ownIds(Call call, InvokeIds ids) {
        InvokeIds own = ids.with(newIds.nextText());
        own.putInto(call);
        return own;
    }

    private PayloadRequest payloadRequest(InvokeIds ids, String arn, byte[] payload, Call call, InvokeOptions options) {
        Request request = call.request();
        return new PayloadRequest.Builder(ids.requestId(), arn, payload)
                .from(request.remoteAddress())
                .trace(ids.traceId(), request.traceparent().orElse(null))
                .caller(
                        options.clientContext(),
                        request.header("X-Amz-Cognito-Identity").orElse(null),
                        options.tenantId())
                .build();
    }

    /** The longest time of this call. */
    private static Duration timeout(InvokedFunction function, Call call) {
        Duration timeout = function.timeout();
        Duration caller = Duration.ofNanos(call.callerNanos());
        return caller.compareTo(timeout) < 0 ? caller : timeout;
    }

    private static void run(
            InvokedFunction function, Call call, InvokePath path, PayloadRequest request, InvokeOptions options) {
        InvocationLog tail = InvocationLog.of(request.id(), options.tail());
        Duration timeout = timeout(function, call);
        InvokeCall started = path.operation() == Operation.INVOKE_STREAMED
                ? StreamedCall.of(call, request, timeout, tail)
                : new InvokeCall(call, request, new PayloadResponse(InvokeEnd.LARGEST_PAYLOAD), timeout, tail);
        function.dispatcher().dispatch(started.invocation());
    }
}
