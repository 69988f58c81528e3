package dev.effe.test;

import dev.effe.Draft;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.StatusException;
import dev.effe.server.call.CallListener;
import dev.effe.server.call.FunctionCalls;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.function.Appender;
import dev.effe.server.function.Caller;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.topics.FunctionTopics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function as the server does, but without a server: no port, no thread of its own, no timeout. For tests of
 * what a function answers; {@link EffeExtension} is for those of how it behaves over HTTP and under load.
 *
 * {@snippet class="dev.effe.test.FunctionTesterTest" region="tester"}
 *
 * <p>Keeps the order of calls that {@link Logic} promises: {@code init} once, {@code start} when no context is idle,
 * {@code run} with a context of its own, {@code stop} exactly once for each context, {@code close} once after that. A
 * context goes back after {@code run}, and the next call gets the one that was used last; after an exception {@link
 * Logic#reusable} decides. Thread-safe: calls that overlap get a context each, of which there is no maximum.
 *
 * @param <C> the function's context
 */
public final class FunctionTester<C extends @Nullable Object> implements AutoCloseable {

    /** Its name in messages. */
    private static final String TESTED = "the tested function";

    private final Logic<C> function;
    private final FunctionJson json;
    private final boolean mayBeNull;

    private final Answers answers = new Answers();
    private final Caller caller = new FunctionCalls(TESTED, answers, Integer.MAX_VALUE, CallListener.NONE);
    private final Appended appended = new Appended();
    private final Appender appender = new FunctionTopics(appended);

    // Guarded by this.
    private final Deque<Started<C>> idle = new ArrayDeque<>();
    private int running;
    private boolean closed;

    private FunctionTester(LoadedLogic loaded, Logic<C> function) {
        this.function = function;
        this.json = loaded.json();
        this.mayBeNull = loaded.contextMayBeNull();
    }

    /**
     * Initialises a function without configuration.
     *
     * @param function the function, not used elsewhere
     * @param <C> its context
     * @return a tester, to be closed
     * @throws Exception what {@code init} throws
     */
    public static <C extends @Nullable Object> FunctionTester<C> of(Logic<C> function) throws Exception {
        return of(function, Map.of());
    }

    /**
     * Initialises a function.
     *
     * @param function the function, not used elsewhere
     * @param config what its {@link dev.effe.Setup} holds; nothing is taken from the environment
     * @param <C> its context
     * @return a tester, to be closed
     * @throws Exception what {@code init} throws; {@code close} is not called then
     * @throws IllegalStateException if a type of a {@link dev.effe.JsonLogic} cannot be read or written
     */
    public static <C extends @Nullable Object> FunctionTester<C> of(Logic<C> function, Map<String, String> config)
            throws Exception {
        function.init(FunctionConfig.of(config, FunctionTester::inCode).setup(function.info()));
        FunctionTester<C> tester = new FunctionTester<>(LoadedLogic.of(function), function);
        tester.json.prepare();
        return tester;
    }

    private static String inCode(String key) {
        return "FunctionTester.of(function, Map.of(\"" + key + "\", ...))";
    }

    /**
     * Answers the calls that the function makes of another one, by {@link dev.effe.Functions}. A function without an
     * answer cannot be called: that throws {@link IllegalStateException}.
     *
     * {@snippet class="dev.effe.test.CallsTest" region="answering"}
     *
     * @param other the other function's name
     * @param answer gives the answers, in the place of any given for that name before
     * @return this tester
     */
    public FunctionTester<C> answering(String other, CallAnswer answer) {
        answers.put(other, answer);
        return this;
    }

    /**
     * Gives the events that the function has appended to a topic, by {@link dev.effe.Topics}. It may append to any.
     *
     * {@snippet class="dev.effe.test.AppendsTest" region="appended"}
     *
     * @param topic the topic's name
     * @return the events in their order; headers of the server's own, such as {@code traceparent}, are left out
     */
    public List<Draft> appended(String topic) {
        return appended.to(topic);
    }

    /**
     * Runs the function on the calling thread. The server's own code makes the answer, with all settings at their
     * defaults.
     *
     * @param request the request, such as a {@link TestRequest}
     * @return the answer; that of a {@link StatusException} too, as application/problem+json. It is a 500 if the function
     *     set another Content-Length than that of the body it gave
     * @throws Exception what {@code start} or {@code run} throws, as it is: the server would log it and answer 503 or
     *     500. A StatusException too, if part of a streamed answer was sent and is cut by it
     * @throws IllegalStateException if this tester is closed, or if the function sent a part of a stream and then wrote
     *     less than the Content-Length it set: the server would cut that answer
     */
    public TestResponse call(Request request) throws Exception {
        Started<C> context = claim();
        Request seen = request instanceof TestRequest test ? test.by(json, caller, appender) : request;
        RecordedAnswer answer = new RecordedAnswer(json, seen.id(), seen.method());
        try {
            function.run(context.value(), seen, answer.response());
            release(context);
        } catch (Throwable failure) {
            releaseOrStop(context, failure);
            Outcome.Failed failed = new Outcome.Failed(failure);
            if (failed.meant() == null) {
                throw failure;
            }
            return answer.end(failed);
        } finally {
            if (seen instanceof TestRequest test) {
                test.runEnded();
            }
        }
        return answer.end(Outcome.SUCCEEDED);
    }

    private Started<C> claim() throws Exception {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("The tester is closed");
            }
            running++;
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        boolean started = false;
        try {
            C context = function.start();
            if (context == null && !mayBeNull) {
                throw new IllegalStateException("start returned null: return a context, or implement Logic<Void>");
            }
            started = true;
            return new Started<>(context);
        } finally {
            if (!started) {
                ended();
            }
        }
    }

    private synchronized void release(Started<C> context) {
        idle.push(context);
        running--;
    }

    private synchronized void ended() {
        running--;
    }

    private void releaseOrStop(Started<C> context, Throwable failure) {
        if (isReusable(context.value(), failure)) {
            release(context);
        } else {
            attempt(() -> function.stop(context.value()), failure);
            ended();
        }
    }

    private boolean isReusable(C context, Throwable failure) {
        try {
            boolean asked = !(failure instanceof VirtualMachineError || failure instanceof LinkageError);
            return asked && function.reusable(context, failure);
        } catch (Throwable e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /** Calls user code, and returns what is to be thrown in the end: the first failure, with the later ones suppressed. */
    private static @Nullable Throwable attempt(UserCode code, @Nullable Throwable earlier) {
        try {
            code.call();
            return earlier;
        } catch (Throwable e) {
            if (earlier == null) {
                return e;
            }
            earlier.addSuppressed(e);
            return earlier;
        }
    }

    /**
     * Stops every context, then closes the function. Does nothing the second time.
     *
     * @throws IllegalStateException if a call is running, or a {@code stop} or {@code close} threw: its cause is the first
     *     failure, with the others suppressed. None keeps the other calls from being made
     */
    @Override
    public void close() {
        synchronized (this) {
            if (running > 0) {
                throw new IllegalStateException("Cannot close: " + running + " calls are running");
            }
            if (closed) {
                return;
            }
            closed = true;
        }
        Throwable failure = null;
        for (Started<C> context : idle) {
            failure = attempt(() -> function.stop(context.value()), failure);
        }
        failure = attempt(function::close, failure);
        if (failure != null) {
            throw new IllegalStateException("The function failed to stop", failure);
        }
    }

    /** A stop or a close. */
    @FunctionalInterface
    private interface UserCode {
        void call() throws Exception;
    }

    /** A context; a record because a queue cannot hold null, which a Void context is. */
    private record Started<C extends @Nullable Object>(C value) {}
}
