package dev.effe.host.invoke;

import dev.effe.Request;
import dev.effe.host.access.Access;
import dev.effe.host.access.BodySize;
import dev.effe.host.access.Caller;
import dev.effe.host.engine.Resolved;
import dev.effe.server.access.AccessException;
import dev.effe.server.access.RandomIds;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.upstream.UpstreamRequest;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.invoke.InvokeIds;
import dev.effe.server.invoke.InvokeOptions;
import dev.effe.server.invoke.InvokePath;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.route.Call;
import dev.effe.server.route.RefusalBody;
import dev.effe.server.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Answers Invoke, InvokeAsync and InvokeWithResponseStream by instances of the version that is meant. Thread-safe. */
public final class InvokeRoute implements Route {

    private static final RateLimitedLog refusals = new RateLimitedLog(LoggerFactory.getLogger(InvokeRoute.class));
    private static final int LARGEST_REQUEST = 6_291_456;
    private static final Duration SOON = Duration.ofSeconds(1);

    /** The headers that an instance gets as they came. */
    private static final List<String> PASSED = List.of(
            "X-Amz-Log-Type", "X-Amz-Client-Context", "X-Amz-Cognito-Identity", "X-Amz-Tenant-Id", "traceparent");

    private final Resolver resolver;
    private final Concurrency concurrency;
    private final ForwardedCall.Means means;
    private final EventIntake events;
    private final Access access;
    private final RandomIds newIds = new RandomIds();

    /**
     * Makes the route.
     *
     * @param events takes asynchronous invocations
     * @param access refuses whoever may not call
     */
    public InvokeRoute(
            Resolver resolver, Concurrency concurrency, ForwardedCall.Means means, EventIntake events, Access access) {
        this.resolver = resolver;
        this.concurrency = concurrency;
        this.means = means;
        this.events = events;
        this.access = access;
    }

    @Override
    public void handle(Call call) {
        InvokeIds ids = InvokeIds.of(call.request(), newIds);
        ids.putInto(call);
        if (BodySize.exceeds(call.request(), LARGEST_REQUEST)) {
            answer(call, InvokeException.tooLarge(LARGEST_REQUEST));
            return;
        }
        byte[] payload = call.request().bytes();
        if (access.isSlow(payload.length)) {
            means.workers().execute(() -> checkAndInvoke(call, ids, payload));
        } else {
            checkAndInvoke(call, ids, payload);
        }
    }

    private void checkAndInvoke(Call call, InvokeIds ids, byte[] payload) {
        try {
            Caller caller = access.invoker(call.request(), payload);
            invoke(call, ids, payload, caller);
        } catch (AccessException refusal) {
            refusals.info("Refused a request from {}: {}", call.request().remoteAddress(), refusal.getMessage());
            answer(call, InvokeException.refused(refusal));
        } catch (InvokeException error) {
            answer(call, error);
        }
    }

    private void invoke(Call call, InvokeIds ids, byte[] payload, Caller caller) throws InvokeException {
        Request request = call.request();
        InvokePath path = InvokePath.of(request.method(), request.target());
        if (path == null) {
            throw InvokeException.unknownOperation();
        }
        InvokeIds.check(request);
        FunctionName named = FunctionName.parse(FunctionName.decoded(path.name()));
        caller.checkInvoke(named.name());
        String qualifier = FunctionName.qualifier(request.query("Qualifier").orElse(null));
        Resolver.Target target = resolver.resolve(named, qualifier);
        InvokeOptions options = InvokeOptions.of(request);
        boolean streamed = path.operation() == InvokePath.Operation.INVOKE_STREAMED;
        boolean old = path.operation() == InvokePath.Operation.INVOKE_ASYNC;
        if (old || options.type() == InvokeOptions.Type.EVENT) {
            if (streamed) {
                throw InvokeException.validation(
                        "Event", "invocationType", "Member must satisfy enum value set: [RequestResponse, DryRun]");
            }
            events.accept(call, ids, target, named.qualifier() == null ? qualifier : named.qualifier(), old);
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
        forward(call, ids, target, payload, streamed);
    }

    private void forward(Call call, InvokeIds ids, Resolver.Target target, byte[] payload, boolean streamed)
            throws InvokeException {
        String function = target.spec().version().function();
        Concurrency.Permit permit = concurrency.tryAcquire(function);
        if (permit == null) {
            Resolved version = target.spec().version();
            means.meters().throttled(function, target.qualifier(), version.version());
            throw InvokeException.throttled(concurrency.reason(function), SOON);
        }
        new ForwardedCall(
                        new ClientEnd(call, target.spec().version().version(), streamed),
                        ids.requestId(),
                        target,
                        forwarded(call.request(), ids, target, payload, streamed),
                        means,
                        permit)
                .begin();
    }

    /** The function never sees a caller's signature. */
    private static UpstreamRequest forwarded(
            Request request, InvokeIds ids, Resolver.Target target, byte[] payload, boolean streamed) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("X-Amzn-Trace-Id", ids.traceId()));
        for (String name : PASSED) {
            request.header(name).ifPresent(value -> headers.add(Map.entry(name, value)));
        }
        return ForwardedRequest.of(target, ids.requestId(), headers, payload, streamed);
    }

    private static void answer(Call call, InvokeException error) {
        error.answer(call.response());
        call.completed(Outcome.SUCCEEDED);
    }

    /** A body beyond the limit is an error that clients know. */
    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        return status == 413 ? InvokeException.tooLarge(LARGEST_REQUEST).refusal(requestId) : null;
    }
}
