package dev.effe.server.call;

import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.route.Call;
import dev.effe.server.route.RefusalBody;
import dev.effe.server.route.Route;
import dev.effe.spi.FunctionUrlCall;
import dev.effe.spi.FunctionUrlCall.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives the function what a host passes on for the function's URL, whatever its path: such a request is for no page of the
 * server and for no API. The host says so by a header, which counts from trusted proxies only. Thread-safe.
 */
public final class HostedUrlRoute implements Route {

    /** The header that says so; its value is an invoke mode and, of a signed request, account and key. */
    public static final String HEADER = "Effe-Function-Url";

    private static final String STREAMED = "stream";
    private static final String BUFFERED = "buffered";

    private final Route function;
    private final Route others;

    /** The header's value for a call. */
    public static String value(FunctionUrlCall url) {
        String mode = url.streamed() ? STREAMED : BUFFERED;
        return url.caller()
                .map(caller -> mode + " " + caller.account() + " " + caller.accessKey())
                .orElse(mode);
    }

    private static FunctionUrlCall parse(String value) {
        String[] parts = value.split(" ", 3);
        Optional<Caller> caller = parts.length < 3 ? Optional.empty() : Optional.of(new Caller(parts[1], parts[2]));
        return new FunctionUrlCall(parts[0].equals(STREAMED), caller);
    }

    /** @param others the way of all other requests */
    public HostedUrlRoute(Route function, Route others) {
        this.function = function;
        this.others = others;
    }

    @Override
    public void handle(Call call) {
        String sent = call.request().header(HEADER).orElse("");
        if (!sent.isEmpty() && call.request() instanceof HttpRequest request && request.isFromTrustedProxy()) {
            request.sentByUrl(parse(sent), HEADER);
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
