package dev.effe.server.call;

import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.route.Call;
import dev.effe.server.route.Route;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls of functions in other processes, {@code /_effe/call/FUNCTION/PATH}, past all routes. To anybody else there is
 * no such path. Never blocks.
 */
public final class CallRoute implements Route {

    /** The path that it is for, whatever comes behind. */
    public static final String PREFIX = "/_effe/call";

    /** A header of every answer that is a function's, with its name: so the 404 of a function is told from others. */
    public static final String MARK = "Effe-Function";

    private static final Outcome NOT_FOUND = new Outcome.Failed(new StatusException(404, "No such page"));

    private final Map<String, Route> functions;
    private final CallGuard guard;

    /**
     * Makes it.
     *
     * @param functions those of this process, by name
     * @param token what callers must know; null if only programs of this machine may call
     */
    public CallRoute(Map<String, Route> functions, @Nullable CallToken token) {
        this.functions = Map.copyOf(functions);
        this.guard = new CallGuard(token);
    }

    @Override
    public void handle(Call call) {
        String target = call.request().target();
        int nameAt = PREFIX.length() + 1;
        int pathAt = target.indexOf('/', nameAt);
        String name = pathAt < 0 ? "" : target.substring(nameAt, pathAt);
        Route function = functions.get(name);
        if (function == null || !(call.request() instanceof HttpRequest request) || !guard.admits(request)) {
            call.completed(NOT_FOUND);
            return;
        }
        request.sentTo(name, target.substring(pathAt), CallToken.HEADER);
        call.response().header(MARK, name);
        function.handle(call);
    }
}
