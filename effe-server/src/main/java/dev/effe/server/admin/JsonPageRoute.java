package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.json.Json;
import dev.effe.server.route.Call;
import dev.effe.server.route.Route;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pages of JSON that are made on a worker, for they may wait for a disk. Thread-safe. */
abstract class JsonPageRoute implements Route {

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final Executor workers;

    JsonPageRoute(Executor workers) {
        this.workers = workers;
    }

    @Override
    public final void handle(Call call) {
        workers.execute(() -> call.completed(answer(call.request(), call.response())));
    }

    private Outcome answer(Request request, Response response) {
        try {
            response.header("Cache-Control", "no-store");
            send(request, response, page(request, response));
            return Outcome.SUCCEEDED;
        } catch (StatusException e) {
            return new Outcome.Failed(e);
        } catch (IOException | RuntimeException e) {
            log.error("{} {} failed", request.method(), request.target(), e);
            return new Outcome.Failed(e);
        }
    }

    /** Sends a page; as JSON, where it has no other form. */
    void send(Request request, Response response, Object page) {
        response.header("Content-Type", "application/json").send(Json.write(page));
    }

    /**
     * Makes a page, to be written as JSON.
     *
     * @throws StatusException for an answer with another status than 200
     */
    abstract Object page(Request request, Response response) throws IOException;
}
