package dev.effe.test;

import dev.effe.Logic;
import dev.effe.server.call.CallListener;
import dev.effe.server.call.FunctionCalls;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.function.Appender;
import dev.effe.server.function.Caller;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.topics.FunctionTopics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a function, called as the server calls it: each call of the function's code names itself in what it
 * throws. Thread-safe.
 *
 * @param <C> the function's context
 */
final class Trial<C extends @Nullable Object> {

    private final Logic<C> function;
    private final LoadedLogic loaded;
    private final Map<String, String> config;
    private final Caller caller;
    private final Appender appender = new FunctionTopics(new Appended());
    private final List<String> late = new CopyOnWriteArrayList<>();

    Trial(Logic<C> function, Map<String, String> config, Answers answers) {
        this.function = function;
        this.loaded = LoadedLogic.of(function);
        this.config = config;
        this.caller = new FunctionCalls("the tested function", answers, Integer.MAX_VALUE, CallListener.NONE);
    }

    Logic<C> function() {
        return function;
    }

    /** Uses of responses after their run had returned. */
    List<String> late() {
        return late;
    }

    /** Initialises it, as a server that starts does. */
    Trial<C> init() {
        call("init", () -> {
            function.init(FunctionConfig.of(config, key -> "FunctionContract.config(\"" + key + "\", ...)")
                    .setup(function.info()));
            return true;
        });
        call("json", () -> {
            loaded.json().prepare();
            return true;
        });
        return this;
    }

    C start() {
        C context = call("start", function::start);
        if (context == null && !loaded.contextMayBeNull()) {
            throw new AssertionError("start returned null: return a context, or implement Logic<Void>");
        }
        return context;
    }

    boolean usable(C context) {
        return call("usable", () -> function.usable(context));
    }

    boolean reusable(C context, Throwable failure) {
        return call("reusable", () -> function.reusable(context, failure));
    }

    void stop(C context) {
        call("stop", () -> {
            function.stop(context);
            return true;
        });
    }

    void close() {
        call("close", () -> {
            function.close();
            return true;
        });
    }

    /**
     * Runs it.
     *
     * @throws AssertionError if it throws anything but a StatusException
     */
    TestResponse run(C context, TestRequest request) {
        RecordedAnswer answer = answer(request);
        try {
            runs(context, request, answer, false);
        } catch (Exception | LinkageError failure) {
            Outcome.Failed failed = new Outcome.Failed(failure);
            if (failed.meant() == null) {
                throw new AssertionError("run threw " + failure + " for " + request + ": clients get a 500", failure);
            }
            return answer.end(failed);
        }
        return answer.end(Outcome.SUCCEEDED);
    }

    /**
     * Runs it for a client that has gone, or on a thread that is interrupted.
     *
     * @return what it threw; null if it has returned
     */
    @Nullable Throwable runCut(C context, TestRequest request, boolean hasGone) {
        try {
            runs(context, request, answer(request), hasGone);
            return null;
        } catch (Exception | LinkageError e) {
            return e;
        }
    }

    private RecordedAnswer answer(TestRequest request) {
        return new RecordedAnswer(loaded.json(), request.id(), request.method());
    }

    private void runs(C context, TestRequest request, RecordedAnswer answer, boolean hasGone) throws Exception {
        TestRequest seen = request.by(loaded.json(), caller, appender);
        WatchedResponse response = new WatchedResponse(answer.response(), hasGone, late);
        try {
            function.run(context, seen, response.proxy());
        } finally {
            response.over();
            seen.runEnded();
        }
    }

    private static <T extends @Nullable Object> T call(String phase, Callable<T> code) {
        try {
            return code.call();
        } catch (Exception | LinkageError e) {
            throw new AssertionError(phase + " threw " + e, e);
        }
    }
}
