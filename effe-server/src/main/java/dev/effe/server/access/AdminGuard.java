package dev.effe.server.access;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.route.Call;
import dev.effe.server.route.Route;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what the admin port does for whom. No page is for web pages of others; changes and payloads are for those who
 * know the token or, where there is none, for programs on this machine. Thread-safe.
 */
public final class AdminGuard {

    private static final Logger log = LoggerFactory.getLogger(AdminGuard.class);

    private final BrowserGuard browsers;
    private final @Nullable TokenFile token;

    /** @param token empty if programs on this machine need none, and others get nothing */
    public AdminGuard(BrowserGuard browsers, Optional<TokenFile> token) {
        this.browsers = browsers;
        this.token = token.orElse(null);
    }

    /** Stands before all pages. */
    public Route before(Route inside) {
        return new Guarded(browsers, inside);
    }

    private record Guarded(BrowserGuard browsers, Route inside) implements Route {

        @Override
        public void handle(Call call) {
            String refusal = browsers.refusal(call.request());
            if (refusal == null) {
                inside.handle(call);
            } else {
                call.completed(new Outcome.Failed(new StatusException(403, refusal)));
            }
        }

        @Override
        public Route whenFull() {
            return new Guarded(browsers, inside.whenFull());
        }
    }

    /**
     * Lets somebody change something or see a payload. May block: reads the token.
     *
     * @param response gets what a refusal needs
     * @return who it is, for the log
     * @throws StatusException if it is nobody who may
     */
    public String admit(Request request, Response response) {
        InetSocketAddress from = request.remoteAddress();
        String address = from.getAddress().getHostAddress() + " port " + from.getPort();
        if (token == null) {
            if (!isLocal(request) || !isProgram(request)) {
                throw new StatusException(
                        403,
                        "This needs --admin-token-file, or without it a request from this machine itself with the header"
                                + " Effe-Admin: yes");
            }
            return address;
        }
        if (!hasToken(request, token)) {
            response.header("WWW-Authenticate", "Bearer realm=\"effe admin\"");
            throw new StatusException(
                    401, "This needs the header Authorization: Bearer, with the token of --admin-token-file");
        }
        return address + " with the token";
    }

    /** True if it comes straight from this machine. A forwarded request comes from whoever a proxy here has let in. */
    private static boolean isLocal(Request request) {
        return request.remoteAddress().getAddress().isLoopbackAddress()
                && request.header("X-Forwarded-For").isEmpty()
                && request.header("Forwarded").isEmpty();
    }

    /** True if it has a header that no page of others can have a browser send: for a link of our own page that is its. */
    private static boolean isProgram(Request request) {
        return request.header("Effe-Admin").isPresent()
                || request.header("X-Requested-With").isPresent()
                || (request.method().equals("GET")
                        && request.header("Sec-Fetch-Site").orElse("").equals("same-origin"));
    }

    private static boolean hasToken(Request request, TokenFile token) {
        try {
            return token.isIn(request.header("Authorization").orElse(""));
        } catch (IOException e) {
            log.error("The file of --admin-token-file, {}, cannot be used", token.path(), e);
            throw new StatusException(503, "The file of --admin-token-file cannot be used: the log says why", e);
        }
    }
}
