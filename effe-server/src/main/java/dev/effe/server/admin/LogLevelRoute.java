package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.access.AdminGuard;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.log.LogLevels;
import dev.effe.server.log.Logs;
import dev.effe.server.route.Call;
import dev.effe.server.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page {@code /log-level}, as {@code --log-level} has it: GET says what is logged, PUT changes it until the process
 * ends, for those whom the guard admits. Thread-safe.
 */
final class LogLevelRoute implements Route {

    static final String PATH = "/log-level";

    private static final Logger log = LoggerFactory.getLogger(LogLevelRoute.class);
    private static final LogLevels.Type TYPE = new LogLevels.Type();

    /** More than the longest list. */
    private static final int MOST_BYTES = 32 * 1024;

    private final AdminGuard guard;
    private final Executor workers;

    LogLevelRoute(AdminGuard guard, Executor workers) {
        this.guard = guard;
        this.workers = workers;
    }

    @Override
    public void handle(Call call) {
        workers.execute(() -> call.completed(answer(call.request(), call.response())));
    }

    private Outcome answer(Request request, Response response) {
        try {
            if (!request.path().equals(PATH)) {
                throw new StatusException(404, "No such page; there is " + PATH);
            }
            switch (request.method()) {
                case "GET", "HEAD" -> {}
                case "PUT" -> change(request, guard.admit(request, response));
                default -> throw TopicsRoute.notAllowed(response, "GET, HEAD, PUT");
            }
            response.header("Cache-Control", "no-store").text(Logs.levels() + "\n");
            return Outcome.SUCCEEDED;
        } catch (StatusException e) {
            return new Outcome.Failed(e);
        }
    }

    private static void change(Request request, String who) {
        byte[] body = request.bytes();
        String text = new String(body, StandardCharsets.UTF_8).strip();
        LogLevels asked = body.length > MOST_BYTES ? null : TYPE.parse(text);
        if (asked == null) {
            throw new StatusException(400, "The body must be " + TYPE.allowed() + ", " + TYPE.form());
        }
        LogLevels before = Logs.levels();
        Logs.levels(asked);
        log.warn("The log's levels are {} now, not {}, by {}", asked, before, who);
    }
}
