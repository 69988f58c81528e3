package dev.effe.host.url;

import dev.effe.Request;
import dev.effe.host.access.Access;
import dev.effe.host.access.BodySize;
import dev.effe.host.access.Caller;
import dev.effe.host.invoke.UrlForwarder;
import dev.effe.host.model.Account;
import dev.effe.host.model.Limits;
import dev.effe.server.access.AccessException;
import dev.effe.server.access.SignatureCheck;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.route.Call;
import dev.effe.server.route.CorsRoute;
import dev.effe.server.route.RefusalBody;
import dev.effe.server.route.Route;
import dev.effe.spi.FunctionUrlCall;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Answers the URLs of functions, by the functions; all other requests are the API's. Thread-safe. */
public final class UrlRoute implements Route {

    private static final RateLimitedLog refusals = new RateLimitedLog(LoggerFactory.getLogger(UrlRoute.class));

    private final UrlTable table;
    private final Account account;
    private final UrlClients clients;
    private final Access access;
    private final UrlForwarder forwarder;
    private final Executor workers;
    private final Route api;

    /**
     * Makes the route.
     *
     * @param account that keys are said to be of
     * @param clients tells where requests come from
     * @param workers for checks that take a while
     * @param api the way of all other requests
     */
    public UrlRoute(
            UrlTable table,
            Account account,
            UrlClients clients,
            Access access,
            UrlForwarder forwarder,
            Executor workers,
            Route api) {
        this.table = table;
        this.account = account;
        this.clients = clients;
        this.access = access;
        this.forwarder = forwarder;
        this.workers = workers;
        this.api = api;
    }

    @Override
    public void handle(Call call) {
        UrlAddress address = UrlAddress.of(call.request(), clients.domain());
        if (address == null) {
            api.handle(call);
            return;
        }
        UrlTable.Entry entry = table.find(address.id());
        try {
            if (!address.byName()) {
                access.checkUrlPath(call.request());
            }
            if (entry == null) {
                unknown(call, address);
            } else if (!address.target().startsWith("/")) {
                tell(call, 400, "{\"message\":\"A function's URL has a path\"}"); // OPTIONS *
            } else if (entry.cors() == null) {
                check(call, address, entry);
            } else {
                new CorsRoute(entry.cors(), inside -> check(inside, address, entry)).handle(call);
            }
        } catch (AccessException e) {
            refuse(call, e);
        }
    }

    private void check(Call call, UrlAddress address, UrlTable.Entry entry) {
        if (BodySize.exceeds(call.request(), Limits.REQUEST_BYTES)) {
            answer(call, InvokeException.tooLarge(Limits.REQUEST_BYTES));
            return;
        }
        byte[] body = call.request().bytes();
        if (entry.config().signed() && access.isSlow(body.length)) {
            workers.execute(() -> checked(call, address, entry, body));
        } else {
            checked(call, address, entry, body);
        }
    }

    private void checked(Call call, UrlAddress address, UrlTable.Entry entry, byte[] body) {
        Request request = call.request();
        try {
            Optional<FunctionUrlCall.Caller> caller = Optional.empty();
            String target = address.target();
            if (entry.config().signed()) {
                Caller signer = access.urlCaller(request, body);
                signer.checkInvoke(entry.function());
                caller = Optional.of(new FunctionUrlCall.Caller(account.id(), signer.id()));
                target = SignatureCheck.withoutSignature(target); // The function never sees it, in the headers neither.
            }
            UrlForwarder.Asked asked = new UrlForwarder.Asked(
                    entry.function(),
                    entry.qualifier(),
                    target,
                    clients.of(request),
                    new FunctionUrlCall(entry.config().streamed(), caller));
            forwarder.forward(call, asked, body);
        } catch (AccessException e) {
            refuse(call, e);
        } catch (InvokeException e) {
            answer(call, e);
        }
    }

    private static void answer(Call call, InvokeException error) {
        error.answer(call.response());
        call.completed(Outcome.SUCCEEDED);
    }

    private static void refuse(Call call, AccessException why) {
        refusals.info("Refused a request from {}: {}", call.request().remoteAddress(), why.getMessage());
        answer(call, InvokeException.refused(why));
    }

    /** As AWS says it of a name; a path is this host's own. */
    private static void unknown(Call call, UrlAddress address) {
        if (address.byName()) {
            call.response().header("x-amzn-ErrorType", "AccessDeniedException");
            tell(call, 403, "{\"Message\":null}");
        } else {
            call.response().header("x-amzn-ErrorType", "ResourceNotFoundException");
            tell(call, 404, "{\"Message\":\"No function has this URL\"}");
        }
    }

    private static void tell(Call call, int status, String json) {
        call.response()
                .status(status)
                .header("Content-Type", "application/json")
                .send(json.getBytes(StandardCharsets.UTF_8));
        call.completed(Outcome.SUCCEEDED);
    }

    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        return UrlAddress.isPath(target) ? null : api.refusal(status, target, requestId);
    }
}
