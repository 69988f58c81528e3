package dev.effe.tool.dev.serve;

import dev.effe.Request;
import dev.effe.StatusException;
import dev.effe.server.access.BrowserGuard;
import dev.effe.server.dispatch.Outcome;
import dev.effe.tool.dev.page.ErrorPage;
import dev.effe.tool.dev.page.Failure;
import dev.effe.tool.dev.page.FailureLines;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Answers with a failure: a page for a browser, a problem for all others. It shows sources, so only to whoever asks for a
 * name that no stranger can own. Blocks while files are read. Thread-safe.
 */
public final class FailureAnswer {

    private static final int FAILED = 500;

    private final BrowserGuard guard;

    /** @param hosts the names that the server is called by besides IP addresses and localhost */
    public FailureAnswer(Collection<String> hosts) {
        this.guard = new BrowserGuard(hosts, "host");
    }

    /** Answers for sources that cannot be served. */
    Outcome broken(DevCall call, Failure failure, State state) {
        Outcome unseen = new Outcome.Failed(new StatusException(FAILED, failure.title()));
        return answer(call, failure, state, unseen);
    }

    /** Answers for what a function threw. */
    Outcome thrown(DevCall call, Outcome.Failed outcome, State state) {
        Failure failure = state.failures().of("The function threw an exception", null, outcome.cause());
        return answer(call, failure, state, outcome);
    }

    private Outcome answer(DevCall call, Failure failure, State state, Outcome unseen) {
        Request request = call.request();
        if (guard.hostRefusal(request) != null) {
            return unseen;
        }
        try {
            if (Pages.isBrowser(request)) {
                return page(call, failure, state);
            }
        } catch (IllegalStateException e) {
            return unseen; // A part of the function's answer is on its way.
        }
        String detail = String.join("\n", FailureLines.of(failure, state.home()));
        return new Outcome.Failed(new StatusException(FAILED, detail), new Outcome.Meant(FAILED, detail));
    }

    private static Outcome page(DevCall call, Failure failure, State state) {
        Path home = state.home();
        boolean again = call.request().method().equals("GET");
        String nonce = RandomNonce.next();
        String html = new ErrorPage(home, state.number(), DevRoute.STATE_PATH, again).html(failure, nonce);
        Pages.send(call.response(), FAILED, html, nonce);
        return Outcome.SUCCEEDED;
    }
}
