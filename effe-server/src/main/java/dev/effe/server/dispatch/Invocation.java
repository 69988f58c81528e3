package dev.effe.server.dispatch;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.dispatch.Outcome.Rejected;
import dev.effe.server.dispatch.Outcome.Rejection;
import dev.effe.server.dispatch.Outcome.TimedOut;
import dev.effe.server.log.CallLog;
import dev.effe.server.log.LogRing;
import dev.effe.server.log.LogTail;
import dev.effe.server.log.Logs;
import dev.effe.server.pool.Claimant;
import dev.effe.server.pool.PooledContext;
import dev.effe.server.threads.Fatal;
import dev.effe.server.time.Alarms;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request inside the server: ADMITTED → RUNNING → over, with exactly one outcome. A worker and the timer may end it
 * at the same time; this object's lock decides who was first, and that no interrupt reaches the worker after it left
 * the user's code. Thread-safe.
 */
public final class Invocation extends Marks implements Claimant, Runnable, CallLog.Details {

    /** Told of the outcome: exactly once, on any thread. Must not block. */
    @FunctionalInterface
    public interface Completion {

        /**
         * Called by the worker right before run, with the context claimed.
         *
         * @param startNanos how long it took to make the context, if this is its first use; else 0
         * @throws dev.effe.StatusException to end the invocation by it instead, without a run
         */
        default void beginning(long startNanos) {}

        void completed(Outcome outcome);

        /**
         * Called by the worker right after run has returned, while the deadline counts.
         *
         * @throws IOException if the answer cannot be finished; counts as thrown by run
         */
        default void ending() throws IOException {}

        /** Called by the worker once it has left the function, in whatever way that ended, if it called beginning. */
        default void left() {}

        /**
         * True if the client is told of what the function throws, and not only that it failed: then that is read before
         * the answer, while the deadline still counts.
         */
        default boolean tellsFailures() {
            return false;
        }

        /** The tail that its log lines are kept in, if a client wants them; asked by the worker. */
        default @Nullable LogTail logTail() {
            return null;
        }

        /**
         * The time that whoever called waits for the answer, in nanoseconds from the dispatch on; counts if it is below
         * timeout.
         */
        default long callerNanos() {
            return Long.MAX_VALUE;
        }

        /**
         * Returns true if it is a part of another call, which waits for it: then it does not wait for memory that the other may
         * hold, and {@link Invocation#callerLeft} may end it.
         */
        default boolean isNested() {
            return false;
        }

        /** Where it comes from. */
        default Kind kind() {
            return Kind.REQUEST;
        }

        /** The bytes that it is called with, where no connection knows them. */
        default long bytesIn() {
            return 0;
        }

        /** The bytes of the answer of a function that succeeded, where somebody takes it and no connection knows them. */
        default long bytesOut() {
            return 0;
        }

        /** Told once, before the function is interrupted and before its context goes on: it may write no more. */
        default void over() {}
    }

    /** Which deadline a call has, as the log says it behind "its deadline". */
    enum Limit {
        TIMEOUT(""),
        STREAM_TIMEOUT(" (stream-timeout)"),
        CLIENT_GONE(" (timeout, since its client went)");

        final String text;

        Limit(String text) {
            this.text = text;
        }
    }

    // Let go of at the end: a worker's stack holds its first invocation, and the bytes of what is large with it, for as
    // long as it goes on. Who sees that late does no harm.
    private @Nullable Request request;
    private @Nullable Response response;
    private @Nullable Completion completion;
    private final String id;
    private final Kind kind;
    private final boolean tellsFailures;
    private final long callerNanos;
    private final boolean nested;

    /** Written by dispatch, before any other thread sees the invocation. Null if it was not admitted. */
    private @Nullable Permit permit;

    private @Nullable Dispatcher<?> dispatcher;

    /** Written by dispatch too; null if it is not traced. */
    private @Nullable RequestTrace trace;

    /** Written by dispatch too; null if it is not recorded. */
    private @Nullable DispatchListener record;

    /** Written before the invocation stands in the queue. */
    Admission.@Nullable Waiting waiting;

    /** Written by dispatch too, if the caller waits for less long than others may. */
    private Alarms.@Nullable Alarm callersPatience;

    /** Written by dispatch too, if calls that are slow are logged. */
    private SlowCalls.@Nullable Watch slowWatch;

    /** Made under this object's lock, and let go of by whoever ended the invocation; null where none is kept. */
    private @Nullable LogRing ring;

    // Guarded by this.
    private boolean over;
    /** Its caller waits no longer, but its function runs, with context and slot. */
    private boolean outstays;
    /** Which deadline it has. */
    private Limit limit = Limit.TIMEOUT;

    private @Nullable Thread worker;
    private @Nullable PooledContext<?> context;

    public Invocation(Request request, Response response, Completion completion) {
        this.request = request;
        this.response = response;
        this.completion = completion;
        id = request.id();
        kind = completion.kind();
        tellsFailures = completion.tellsFailures();
        callerNanos = completion.callerNanos();
        nested = completion.isNested();
    }

    void dispatched(Dispatcher<?> by, long nowNanos) {
        dispatcher = by;
        dispatched(nowNanos);
    }

    /** Does nothing the second time: a dispatcher may leave it to another. */
    void traceBy(Tracing traces) {
        if (trace == null && request instanceof Traced traced && response != null) {
            trace = traces.begin(request, response);
            traced.tracedBy(trace);
        }
    }

    void endTrace() {
        if (trace != null) {
            trace.ended(this);
        }
    }

    /** Does nothing the second time, as traceBy. */
    void recordBy(Supplier<? extends @Nullable DispatchListener> recorder) {
        if (record == null) {
            record = recorder.get();
        }
    }

    void endRecord() {
        if (record != null) {
            record.ended(this);
        }
    }

    void admitted(Permit granted) {
        permit = granted;
    }

    Request request() {
        return Objects.requireNonNull(request, "served already");
    }

    Response response() {
        return Objects.requireNonNull(response, "served already");
    }

    /** Null once the worker is done with it. */
    @Nullable Request asked() {
        return request;
    }

    /** The worker is done with it. */
    void served() {
        request = null;
        response = null;
    }

    boolean tellsFailures() {
        return tellsFailures;
    }

    /** From now on this thread logs for it, until that is left. */
    CallLog enterLog() {
        Completion told = completion;
        String function = dispatcher == null ? "" : dispatcher.name();
        return CallLog.enter(function, id, told == null ? null : told.logTail(), this);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public @Nullable String traceparent() {
        Request called = request;
        return called == null ? null : called.traceparent().orElse(null);
    }

    @Override
    public @Nullable String traceId() {
        String parent = traceparent();
        return parent == null ? null : parent.split("-", 3)[1];
    }

    @Override
    public String version() {
        Dispatcher<?> by = dispatcher;
        return by == null ? "" : by.version();
    }

    @Override
    public synchronized long contextId() {
        return context == null ? 0 : context.number();
    }

    @Override
    public long bytesIn() {
        Completion told = completion;
        return told == null ? 0 : told.bytesIn();
    }

    @Override
    public long bytesOut() {
        Completion told = completion;
        return told != null && outcome() instanceof Outcome.Succeeded ? told.bytesOut() : 0;
    }

    /** Keeps its debug lines; made for the first one. */
    @Override
    public synchronized @Nullable LogRing ring() {
        if (ring == null && !over) {
            ring = Logs.newRing();
        }
        return ring;
    }

    /** It is over: its kept lines are written or forgotten. */
    void endRing(Outcome outcome) {
        LogRing kept = ring;
        if (kept != null) {
            kept.over(Outcome.isFailure(outcome));
            ring = null;
        }
    }

    /** The name of the function that it is for; "" where a process has one only, or if it was not dispatched. */
    @Override
    public String function() {
        Dispatcher<?> by = dispatcher;
        return by == null ? "" : by.name();
    }

    long callerNanos() {
        return callerNanos;
    }

    boolean isNested() {
        return nested;
    }

    /** The alarm that is to be set to the caller's time. */
    Alarms.Alarm callersPatience() {
        Alarms.Alarm patience = new Alarms.Alarm() {
            @Override
            protected void expired() {
                callerLeft();
            }
        };
        callersPatience = patience;
        return patience;
    }

    void watchedBy(SlowCalls.Watch watch) {
        slowWatch = watch;
    }

    SlowCalls.@Nullable Watch slowWatch() {
        return slowWatch;
    }

    /** Logs where it is, unless it is over. */
    synchronized void becameSlow() {
        Request asked = request;
        if (!isOver() && asked != null) {
            SlowCalls.tell(function(), asked, worker, dispatcher().ageNanos(this));
            LogRing kept = ring();
            if (kept != null) {
                kept.becameSlow();
            }
        }
    }

    void stopAlarm(Alarms alarms) {
        if (callersPatience != null) {
            alarms.stop(callersPatience);
        }
    }

    @Override
    public void starts() {
        starting(nowNanos());
    }

    @Override
    long nowNanos() {
        return dispatcher().nowNanos();
    }

    Dispatcher<?> dispatcher() {
        return Objects.requireNonNull(dispatcher, "not dispatched");
    }

    Permit permit() {
        return Objects.requireNonNull(permit, "not admitted");
    }

    /** A worker's steps with it. */
    @Override
    public void run() {
        try {
            dispatcher().work(this);
        } catch (Error e) {
            Fatal.check(e); // The function's own never come here.
            throw e;
        }
    }

    /** The thread in run; null if there is none. */
    synchronized @Nullable Thread worker() {
        return worker;
    }

    synchronized boolean isOver() {
        return over;
    }

    /**
     * ADMITTED → RUNNING. Returns false if it is over already: then the function is not to be called.
     *
     * @param claimed what the function holds from now on, and gives up at the deadline
     */
    synchronized boolean enter(PooledContext<?> claimed, long nowNanos) {
        if (!over) {
            worker = Thread.currentThread();
            context = claimed;
            begins(nowNanos, claimed.takeAwaitedNanos());
        }
        return !over;
    }

    /** RUNNING → ADMITTED, unless it is over: its context is not to be used. After it nobody interrupts this thread. */
    synchronized void exit() {
        worker = null;
        context = null;
        Thread.interrupted(); // It was for the user's code, which is over.
    }

    /**
     * RUNNING → over. Returns false if the deadline was first. After it nobody interrupts this thread.
     *
     * @param ranNanos when its function returned
     */
    synchronized boolean leave(long ranNanos) {
        worker = null;
        Thread.interrupted(); // Whoever set it, the next invocation on this thread must not see it.
        boolean first = !over;
        if (first) {
            over = true;
            ended(ranNanos);
            tellOver();
        }
        return first;
    }

    /** The first byte of an answer that is streamed is on its way. Called by the worker. */
    public synchronized void streams() {
        if (!over && limit == Limit.TIMEOUT && dispatcher().streams(this)) {
            limit = Limit.STREAM_TIMEOUT;
        }
    }

    /** True if its function has called System.exit, which never returns. */
    synchronized boolean isExiting() {
        if (worker == null) {
            return false;
        }
        for (StackTraceElement frame : worker.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit")) {
                return true;
            }
        }
        return false;
    }

    /** Whom it tells; null once the outcome is told. */
    @Nullable Completion completion() {
        return completion;
    }

    /** Tells the outcome; for whoever ended it. */
    void complete(Outcome outcome) {
        Completion told = Objects.requireNonNull(completion, "told already");
        completion = null;
        told.completed(outcome);
    }

    private void tellOver() {
        Completion told = completion;
        if (told != null) {
            told.over();
        }
    }

    /** Ends it with this outcome, unless it is over. A running function is interrupted; its context and slot go. */
    void end(Outcome outcome) {
        end(outcome, true);
    }

    /** Ends it for the end of a drain: its context is stopped once its function returns, before the function closes. */
    void cut() {
        end(Dispatcher.DRAINING, false);
    }

    private void end(Outcome outcome, boolean overdue) {
        boolean replaced = false;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            ended(nowNanos());
            tellOver();
            if (outcome instanceof TimedOut) {
                MissedDeadlines.tell(
                        dispatcher().name(), request(), worker, dispatcher().ageNanos(this), limit);
            }
            if (worker != null && context != null) {
                replaced = overdue && context.runOverdue(this, worker);
                worker.interrupt();
            }
        }
        dispatcher().ended(this, outcome);
        if (replaced) {
            dispatcher().giveUpSlot(this);
        }
    }

    /**
     * Ends it because its caller waits no longer. A running function is interrupted, but keeps its context and slot until
     * it returns or misses the server's own deadline: callers are not to decide what counts as stuck. Safe to call if it is
     * over, or was never admitted. For others than the timer, of a nested one only.
     */
    public void callerLeft() {
        synchronized (this) {
            if (over || permit == null) {
                return;
            }
            over = true;
            ended(nowNanos());
            tellOver();
            if (worker != null) {
                outstays = true;
                worker.interrupt();
            }
        }
        dispatcher().ended(this, Outcome.TIMED_OUT);
    }

    /** True if its function runs on although its caller has been answered. */
    boolean outstaysItsCaller() {
        return (callersPatience != null || nested) && outstays();
    }

    private synchronized boolean outstays() {
        return outstays && worker != null;
    }

    /**
     * Takes context and slot from a function that outstays its caller and has missed the server's deadline too.
     *
     * @param overdue whether the context is to be replaced
     */
    void giveUp(boolean overdue) {
        boolean replaced;
        synchronized (this) {
            if (!outstays || worker == null || context == null) {
                return;
            }
            outstays = false;
            MissedDeadlines.tell(
                    dispatcher().name(), request(), worker, dispatcher().ageNanos(this), limit);
            replaced = overdue && context.runOverdue(this, worker);
            worker.interrupt();
        }
        if (replaced) {
            dispatcher().giveUpSlot(this);
        }
    }

    /**
     * ADMITTED → over: nobody waits for the answer any more, so its place in the queue is another's. A function that
     * runs already is left to end by itself, but one that streams has no longer than any other for it: it may never see
     * that it writes to nobody. Safe to call if it is over, or was never admitted.
     */
    public void clientGone() {
        synchronized (this) {
            if (!over && limit == Limit.STREAM_TIMEOUT && dispatcher().streamsToNobody(this)) {
                limit = Limit.CLIENT_GONE;
            }
            if (over || worker != null || permit == null) {
                return;
            }
            over = true;
            ended(nowNanos());
        }
        dispatcher().ended(this, Outcome.ABANDONED);
    }

    @Override
    protected void expired() {
        dispatcher().expired(this);
    }

    @Override
    public void startOverdue(boolean replaced) {
        end(new Rejected(Rejection.START_FAILED, Duration.ofSeconds(1)));
        if (replaced) {
            dispatcher().giveUpSlot(this);
        }
    }

    @Override
    public void replacedLate() {
        dispatcher().giveUpSlot(this);
    }

    /** The response is flushed, or nobody is there to read it. Safe to call more than once, and if never admitted. */
    public void flushed() {
        if (permit != null) {
            permit.close();
        }
    }
}
