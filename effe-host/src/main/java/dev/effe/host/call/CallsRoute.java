package dev.effe.host.call;

import dev.effe.StatusException;
import dev.effe.host.invoke.UrlForwarder;
import dev.effe.host.model.Callee;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Qualifier;
import dev.effe.host.store.Functions;
import dev.effe.server.call.CallRoute;
import dev.effe.server.call.CallToken;
import dev.effe.server.call.CalledAlias;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.route.Call;
import dev.effe.server.route.Route;
import dev.effe.spi.FunctionUrlCall;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls of functions by functions, {@code /INSTANCE/_effe/call/NAME/PATH}, and has instances of those answer them. To
 * whoever does not know the token of that instance there is no such path. Never blocks; thread-safe.
 */
public final class CallsRoute implements Route {

    private static final Pattern TARGET = Pattern.compile("/([^/]+)" + CallRoute.PREFIX + "/([^/]+)(/.*)");
    private static final Outcome NOT_FOUND = new Outcome.Failed(new StatusException(404, "No such page"));
    private static final UrlForwarder.Client CALLER = new UrlForwarder.Client("127.0.0.1", "http");

    /** The same as an unsigned URL without streams. */
    private static final FunctionUrlCall NO_URL = new FunctionUrlCall(false, Optional.empty());

    private final InstanceCalls instances;
    private final Functions functions;
    private final UrlForwarder forwarder;

    public CallsRoute(InstanceCalls instances, Functions functions, UrlForwarder forwarder) {
        this.instances = instances;
        this.functions = functions;
        this.forwarder = forwarder;
    }

    @Override
    public void handle(Call call) {
        Matcher target = TARGET.matcher(call.request().target());
        if (!target.matches() || !(call.request() instanceof HttpRequest request)) {
            call.completed(NOT_FOUND);
            return;
        }
        String token = request.header(CallToken.HEADER).orElse("");
        Callee callee = instances.callee(target.group(1), token, target.group(2));
        FunctionState function = callee == null ? null : functions.get(callee.function());
        String qualifier = function == null || callee == null ? null : qualifier(request, function, callee);
        if (function == null || qualifier == null) {
            call.completed(NOT_FOUND);
            return;
        }
        request.sentTo(target.group(2), target.group(3), CallToken.HEADER);
        call.response().header(CallRoute.MARK, target.group(2));
        forwarder.forward(
                call,
                new UrlForwarder.Asked(function.name(), qualifier, target.group(3), CALLER, NO_URL),
                request.bytes(),
                request.header("X-Request-Id").orElse(null));
    }

    /** The alias that the caller was called by, if the function has one of that name; null if it has neither. */
    private static @Nullable String qualifier(HttpRequest request, FunctionState function, Callee callee) {
        String alias = request.header(CalledAlias.HEADER).orElse("");
        if (function.aliases().containsKey(alias)) {
            return alias;
        }
        String own = callee.qualifier().isEmpty() ? Qualifier.LATEST : callee.qualifier();
        boolean isThere =
                Qualifier.isLatest(own) || function.aliases().containsKey(own) || function.version(own) != null;
        return isThere ? own : null;
    }
}
