package dev.effe.server.call;

import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.route.Call;
import dev.effe.server.route.RefusalBody;
import dev.effe.server.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * Gives the function what a host passes on for the function's URL, whatever its path: such a request is for no page of the
 * server and for no API. The host says so by a header, which counts from trusted proxies only. Thread-safe.
 */
public final class HostedUrlRoute implements Route {

    /** The header that says so. */
    public static final String HEADER = "Effe-Function-Url";

    private final Route function;
    private final Route others;

    /** @param others the way of all other requests */
    public HostedUrlRoute(Route function, Route others) {
        this.function = function;
        this.others = others;
    }

    @Override
    public void handle(Call call) {
        if (call.request() instanceof HttpRequest request
                && request.isFromTrustedProxy()
                && request.header(HEADER).isPresent()) {
            request.removeHeader(HEADER);
            function.handle(call);
        } else {
            others.handle(call);
        }
    }

    @Override
    public Route whenFull() {
        return others.whenFull();
    }

    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        return others.refusal(status, target, requestId);
    }
}
