package dev.effe.tool.dev.serve;

import dev.effe.Request;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.route.Call;
import dev.effe.server.route.RefusalBody;
import dev.effe.server.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before all functions: holds each request back until the sources are looked at, and answers for what is broken.
 * Thread-safe.
 */
public final class DevRoute implements Route {

    /** Where pages ask for the state of the sources. Not below the health prefix, which the server has. */
    public static final String STATE_PATH = "/_effe-dev";

    /** Where the tests are shown, while they are on. */
    public static final String TESTS_PATH = STATE_PATH + "/tests";

    private final Gate gate;
    private final Supplier<State> state;
    private final FailureAnswer answers;
    private final RequestLines lines;
    private final Executor workers;
    private final Route functions;
    private final Supplier<@Nullable Route> tests;

    /**
     * A route.
     *
     * @param state the current one
     * @param workers write answers, for which files are read
     * @param functions leads to the functions that are in service
     * @param tests shows the tests; null of it while there are none
     */
    public DevRoute(
            Gate gate,
            Supplier<State> state,
            FailureAnswer answers,
            RequestLines lines,
            Executor workers,
            Route functions,
            Supplier<@Nullable Route> tests) {
        this.gate = gate;
        this.state = state;
        this.answers = answers;
        this.lines = lines;
        this.workers = workers;
        this.functions = functions;
        this.tests = tests;
    }

    @Override
    public void handle(Call call) {
        Request request = call.request();
        if (request.path().equals(STATE_PATH)) {
            gate.enter(() -> tellState(call), () -> tellState(call));
            return;
        }
        Route shown = request.path().startsWith(TESTS_PATH) ? tests.get() : null;
        if (shown != null) {
            shown.handle(call);
            return;
        }
        DevCall watched = new DevCall(call, request, lines, this::answerThrown);
        gate.enter(() -> pass(watched), () -> refuse(watched));
    }

    private void tellState(Call call) {
        State now = state.get();
        call.response()
                .header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .send(("{\"state\":" + now.number() + ",\"broken\":"
                                + now.failure().isPresent() + "}\n")
                        .getBytes(StandardCharsets.UTF_8));
        call.completed(Outcome.SUCCEEDED);
    }

    private void pass(DevCall call) {
        State now = state.get();
        if (now.failure().isEmpty()) {
            functions.handle(call);
            return;
        }
        workers.execute(() -> call.end(answers.broken(call, now.failure().get(), now)));
    }

    private static void refuse(DevCall call) {
        call.end(new Outcome.Failed(new StatusException(
                503, "The reload goes on: sources are compiled, or init or start has not returned yet")));
    }

    private void answerThrown(DevCall call, Outcome.Failed outcome) {
        workers.execute(() -> call.end(answers.thrown(call, outcome, state.get())));
    }

    @Override
    public Route whenFull() {
        return functions.whenFull();
    }

    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        return functions.refusal(status, target, requestId);
    }
}
