package dev.effe.server.call;

import dev.effe.Request;
import dev.effe.server.http.message.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may call functions past their routes: who knows the token; where there is none, programs of this machine.
 * Thread-safe.
 */
final class CallGuard {

    /** A request with one of them was forwarded for somebody else, or is a web page's. */
    private static final List<String> OTHERS = List.of("X-Forwarded-For", "Forwarded", "Origin", "Sec-Fetch-Site");

    private final @Nullable CallToken token;

    /** @param token null if there is none */
    CallGuard(@Nullable CallToken token) {
        this.token = token;
    }

    boolean admits(HttpRequest request) {
        if (token != null) {
            return token.is(request.header(CallToken.HEADER).orElse(""));
        }
        // A header that no form and no link of a web page can send is there in every call.
        return request.header(CallDepth.HEADER).isPresent()
                && request.remoteAddress().getAddress().isLoopbackAddress()
                && !request.isFromTrustedProxy()
                && OTHERS.stream().noneMatch(name -> has(request, name));
    }

    private static boolean has(Request request, String name) {
        return request.header(name).isPresent();
    }
}
