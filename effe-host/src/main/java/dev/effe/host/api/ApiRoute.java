package dev.effe.host.api;

import dev.effe.Request;
import dev.effe.host.access.Access;
import dev.effe.host.access.Caller;
import dev.effe.host.model.Limits;
import dev.effe.host.service.AwsService;
import dev.effe.host.service.OwnPage;
import dev.effe.server.access.AccessException;
import dev.effe.server.access.RandomIds;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.invoke.InvokeIds;
import dev.effe.server.invoke.InvokePath;
import dev.effe.server.json.Json;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.route.Call;
import dev.effe.server.route.RefusalBody;
import dev.effe.server.route.Route;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the control plane of the Lambda API, AWS's other services at {@code POST /}, and the host's own pages below
 * {@code /_effe}; invocations go to another route. Thread-safe.
 */
public final class ApiRoute implements Route {

    private static final Logger log = LoggerFactory.getLogger(ApiRoute.class);
    private static final String FAILED = "The service encountered an internal error.";
    private static final RateLimitedLog refusals = new RateLimitedLog(log);

    private final ControlPlane plane;
    private final OwnPages pages;
    private final List<OwnPage> longPages;
    private final List<AwsService> services;
    private final Access access;
    private final Route invocations;
    private final Executor workers;
    private final RandomIds newIds = new RandomIds();

    /**
     * Makes it.
     *
     * @param services those at {@code POST /}
     * @param longPages the host's own pages that answer by themselves
     * @param invocations gets all paths of Invoke, InvokeAsync and InvokeWithResponseStream, whoever sends them
     * @param workers for operations, which block
     */
    public ApiRoute(
            ControlPlane plane,
            Running running,
            List<AwsService> services,
            List<OwnPage> longPages,
            Access access,
            Route invocations,
            Executor workers) {
        this.plane = plane;
        this.pages = new OwnPages(plane, running);
        this.longPages = List.copyOf(longPages);
        this.services = List.copyOf(services);
        this.access = access;
        this.invocations = invocations;
        this.workers = workers;
    }

    @Override
    public void handle(Call call) {
        Request request = call.request();
        if (isInvocation(request.method(), request.target())) {
            invocations.handle(call);
        } else if (pages.isOpen(request)) {
            pages.handleOpen(call, workers);
        } else if (pages.isMetrics(request)) {
            workers.execute(() -> metrics(call));
        } else {
            InvokeIds ids = InvokeIds.of(request, newIds);
            ids.putInto(call);
            try {
                access.checkOperation(request);
                AwsService service = service(request);
                workers.execute(service == null ? () -> answer(call) : () -> answer(call, service, ids.requestId()));
            } catch (AccessException e) {
                refuse(call, e);
            }
        }
    }

    private static boolean isInvocation(String method, String target) {
        InvokePath path = InvokePath.of(method, target);
        return path != null && !path.operation().describes() && path.operation() != InvokePath.Operation.UNKNOWN;
    }

    private void metrics(Call call) {
        try {
            pages.metrics(call, access.scraper(call.request()));
        } catch (AccessException e) {
            refuse(call, e);
        } catch (InvokeException e) {
            answer(call, e);
        }
    }

    private @Nullable AwsService service(Request request) {
        if (!request.method().equals("POST") || !Endpoint.path(request).equals("/")) {
            return null;
        }
        return services.stream()
                .filter(service -> service.takes(request))
                .findFirst()
                .orElse(null);
    }

    private void answer(Call call, AwsService service, String requestId) {
        try {
            service.answer(call, access.operator(call.request(), service.name()), requestId);
        } catch (AccessException e) {
            logRefusal(call, e);
            service.refuse(call, InvokeException.refused(e), requestId);
        } catch (InvokeException e) {
            service.refuse(call, e, requestId);
        } catch (RuntimeException e) {
            log.error("A request to the service {} failed", service.name(), e);
            service.refuse(call, InvokeException.service(FAILED), requestId);
        }
    }

    private void answer(Call call) {
        try {
            Request request = call.request();
            Caller caller = access.operator(request, Access.LAMBDA);
            if (pages.isStart(request)) {
                pages.start(call, caller, workers);
                return;
            }
            for (OwnPage longPage : longPages) {
                if (longPage.takes(request)) {
                    longPage.answer(call, caller);
                    return;
                }
            }
            ApiAnswer page = pages.answer(request, caller);
            send(call, page == null ? plane.answer(request, caller) : page);
        } catch (AccessException e) {
            refuse(call, e);
        } catch (InvokeException e) {
            answer(call, e);
        } catch (RuntimeException e) {
            log.error("An operation of the Lambda API failed", e);
            answer(call, InvokeException.service(FAILED));
        }
    }

    private static void refuse(Call call, AccessException why) {
        logRefusal(call, why);
        answer(call, InvokeException.refused(why));
    }

    private static void logRefusal(Call call, AccessException why) {
        refusals.info("Refused a request from {}: {}", call.request().remoteAddress(), why.getMessage());
    }

    static void send(Call call, ApiAnswer answer) {
        call.response().status(answer.status());
        if (answer.fields() != null) {
            call.response().header("Content-Type", "application/json").send(Json.write(answer.fields()));
        }
        call.completed(Outcome.SUCCEEDED);
    }

    static void answer(Call call, InvokeException error) {
        error.answer(call.response());
        call.completed(Outcome.SUCCEEDED);
    }

    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        if (isInvocation("POST", target)) {
            return invocations.refusal(status, target, requestId);
        }
        if (status != 413) {
            return null;
        }
        String operation = target.endsWith("/code") ? "UpdateFunctionCode" : "CreateFunction";
        return ControlPlane.tooLarge(operation, Limits.CODE_REQUEST_BYTES).refusal(requestId);
    }
}
