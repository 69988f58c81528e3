package dev.effe.server.dispatch;

import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome.Failed;
import dev.effe.server.dispatch.Outcome.Rejected;
import dev.effe.server.dispatch.Outcome.Rejection;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.jdk.ThreadLocals;
import dev.effe.server.log.FailureLog;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PooledContext;
import dev.effe.server.pool.UserThread;
import dev.effe.server.threads.Fatal;
import dev.effe.server.time.Alarms;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request to its outcome: admission, a worker, a context, the function's run. Thread-safe; {@link #dispatch}
 * never blocks, so event loops may call it.
 *
 * <p>The order at the end of a run matters: the context goes back to the pool and the slot to the next invocation before
 * the answer leaves, so that a client's next request finds both; but a context that is to be stopped is given back after
 * the answer, which never waits for a slow stop.
 */
public final class Dispatcher<C extends @Nullable Object> {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final RateLimitedLog workerless = new RateLimitedLog(log);
    private static final Outcome OVERLOADED = new Rejected(Rejection.OVERLOADED, Duration.ofSeconds(1));
    private static final Outcome NO_ROOM = new Rejected(Rejection.QUEUE_TIMED_OUT, Duration.ofSeconds(1));
    static final Outcome DRAINING = new Rejected(Rejection.DRAINING, Duration.ofSeconds(1));

    /**
     * Asked for what is told of a call's end alone, at its dispatch; null while no recording of this process wants to know.
     * Written once.
     */
    private static volatile @Nullable Supplier<? extends @Nullable DispatchListener> recorder;

    private final LoadedFunction<C> function;
    private final ContextPool<C> pool;
    private final Admission admission;
    private final MemoryBudget memory;
    private final Executor workers;
    private final ExpiryQueue<Invocation> deadlines;
    /** The calls whose answer is on its way. */
    private final ExpiryQueue<Invocation> streams;

    /** The calls that are to become slow; null where nobody wants to know. */
    private final @Nullable ExpiryQueue<SlowCalls.Watch> slow;

    /** The deadlines of callers that wait for less long than timeout. */
    private final Alarms callers;

    private final long timeoutNanos;
    private final long streamNanos;
    private final Ticker ticker;
    private final DispatchListener listener;
    private final Failures failures;
    private final FunctionRuns<C> runs;

    /** Set once, before the first call, if calls are traced. */
    private @Nullable Tracing tracing;

    /** Who takes its calls; written once by retire, before the admission closes. */
    private volatile @Nullable Supplier<? extends @Nullable Dispatcher<?>> successor;

    /** Written once by cut; read by the timer and workers, which may see it late without harm. */
    private volatile boolean cutting;

    private Dispatcher(
            LoadedFunction<C> function,
            Admission admission,
            MemoryBudget memory,
            Executor workers,
            Timeouts timeouts,
            Ticker ticker,
            DispatchListener listener) {
        this.function = function;
        this.pool = function.pool();
        this.admission = admission;
        this.memory = memory;
        this.workers = workers;
        this.timeoutNanos = timeouts.call().toNanos();
        this.streamNanos = timeouts.stream().toNanos();
        this.deadlines = ExpiryQueue.striped(timeoutNanos, ticker);
        this.streams = ExpiryQueue.striped(streamNanos, ticker);
        this.slow = timeouts.slow()
                .map(time -> ExpiryQueue.<SlowCalls.Watch>striped(time.toNanos(), ticker))
                .orElse(null);
        this.callers = new Alarms(ticker);
        this.ticker = ticker;
        this.listener = listener;
        this.failures = new Failures(workers, listener);
        this.runs = new FunctionRuns<>(function, timeoutNanos, failures, ticker);
    }

    /** A dispatcher for a function whose context type does not matter to the caller. */
    public static Dispatcher<?> of(
            LoadedFunction<?> function,
            Admission admission,
            MemoryBudget memory,
            Executor workers,
            Timeouts timeouts,
            Ticker ticker,
            DispatchListener listener) {
        return new Dispatcher<>(function, admission, memory, workers, timeouts, ticker, listener);
    }

    /** The function's name; "" where a process has one only. */
    String name() {
        return function.name();
    }

    /** The function's version for the log; "" if nobody has asked the function. */
    String version() {
        return function.version();
    }

    /** The entries that a timer has to let expire: invocations past their deadline. */
    public ExpiryQueue<?> expiries() {
        return deadlines;
    }

    /** The same for those whose answer is on its way. */
    public ExpiryQueue<?> streams() {
        return streams;
    }

    /** The same for those that are to become slow; empty where nobody wants to know. */
    public Optional<ExpiryQueue<?>> slow() {
        return Optional.ofNullable(slow);
    }

    /** The entries that a timer has to let expire besides: the patience of callers. */
    public Alarms alarms() {
        return callers;
    }

    /** Has its calls traced. To be called before the first of them. */
    public void traceBy(Tracing traces) {
        tracing = traces;
    }

    /**
     * Has the calls of all dispatchers of this process recorded from now on.
     *
     * @param each asked at the dispatch of a call, for what is told of its end; null for nothing. Must be quick
     */
    public static void recordBy(Supplier<? extends @Nullable DispatchListener> each) {
        recorder = each;
    }

    /** Takes the invocation on, or refuses it at once. */
    public void dispatch(Invocation invocation) {
        long callerNanos = invocation.callerNanos();
        long now = ticker.nanos();
        invocation.dispatched(this, now);
        if (tracing != null) {
            invocation.traceBy(tracing);
        }
        Supplier<? extends @Nullable DispatchListener> recording = recorder;
        if (recording != null) {
            invocation.recordBy(recording);
        }
        if (callerNanos <= 0) {
            refuse(invocation, Outcome.TIMED_OUT);
            return;
        }
        Permit permit = admission.tryAdmit();
        if (permit == null) {
            notAdmitted(invocation);
            return;
        }
        if (invocation.request() instanceof HasDeadline request) {
            request.endsAt(now + Math.min(timeoutNanos, callerNanos), ticker);
        }
        invocation.admitted(permit);
        deadlines.add(invocation, now);
        if (callerNanos < timeoutNanos) {
            callers.set(invocation.callersPatience(), callerNanos);
        }
        if (slow != null) {
            SlowCalls.Watch watch = new SlowCalls.Watch(invocation);
            invocation.watchedBy(watch);
            slow.add(watch, now);
        }
        resume(permit.holdsSlot() ? invocation : admission.enqueue(invocation));
    }

    private void notAdmitted(Invocation invocation) {
        Supplier<? extends @Nullable Dispatcher<?>> known = successor;
        if (known == null) {
            refuse(invocation, OVERLOADED);
            return;
        }
        Dispatcher<?> next = known.get();
        if (next == null) {
            refuse(invocation, Gone.OUTCOME);
        } else {
            next.dispatch(invocation);
        }
    }

    /** Ends an invocation that is not admitted. */
    private void refuse(Invocation invocation, Outcome outcome) {
        invocation.ended(invocation.dispatchedNanos());
        tell(invocation, outcome);
    }

    /** A class of its own, since few servers need it. */
    private static final class Gone {
        static final Outcome OUTCOME = new Failed(new StatusException(404, "The function is not served any more"));
    }

    /**
     * Takes no call on any more: those that still come go to another, those that run or wait go on.
     *
     * @param to asked for each call, for a dispatcher that is not retired; null for none: then the answer is 404
     */
    public void retire(Supplier<? extends @Nullable Dispatcher<?>> to) {
        successor = to;
        admission.close();
    }

    /** Returns true once it is retired and no call of it runs or waits, nor ever will. */
    public boolean isOver() {
        return admission.isOver();
    }

    /** Gives an invocation that has a slot to a worker. */
    private void resume(@Nullable Invocation invocation) {
        Invocation next = invocation;
        while (next != null) {
            try {
                if (!Handover.take(next)) {
                    workers.execute(next);
                }
                return;
            } catch (RuntimeException | OutOfMemoryError e) {
                Fatal.check(e);
                workerless.error("No worker for an invocation {}", admission, e);
                next.end(OVERLOADED);
                next = next.permit().endRun();
            }
        }
    }

    /** The worker's loop: serves one invocation after another while some wait. */
    @SuppressWarnings("ThreadPriorityCheck") // On an event loop's thread, whose turn it is then, a yield is exact.
    void work(Invocation first) {
        Invocation next = first;
        while (next != null) {
            next = next.dispatcher().serve(next); // A handover may be of another function.
            if (next != null) {
                ThreadLocals.forget();
                if (next.waiting != null) {
                    Thread.yield(); // There are more than can be served: event loops go first, to refuse them.
                }
            }
        }
    }

    /** Runs the function for an invocation. Returns the one that has the slot next, if this worker is to serve it. */
    private @Nullable Invocation serve(Invocation invocation) {
        if (cutting) {
            invocation.end(DRAINING); // Whose slot was just cut from another: not to begin what cannot end.
        }
        long room = invocation.isNested() || invocation.isOver() ? 0 : awaitRoom(invocation);
        try {
            return serveInRoom(invocation);
        } finally {
            memory.giveAnswer(room); // The answer is charged as it is by now.
            invocation.served();
        }
    }

    /** Waits for the memory of the answer, before a context is claimed. Returns how much that is. */
    private long awaitRoom(Invocation invocation) {
        try {
            long room = memory.tryAnswer();
            if (room == MemoryBudget.NONE) {
                room = memory.awaitAnswer(invocation::isOver);
            }
            if (room != MemoryBudget.NONE) {
                return room;
            }
            invocation.end(NO_ROOM);
        } catch (InterruptedException e) {
            invocation.end(DRAINING);
        }
        return 0;
    }

    private @Nullable Invocation serveInRoom(Invocation invocation) {
        PooledContext<C> context = runs.enter(invocation);
        if (context == null) {
            return invocation.permit().endRun();
        }
        Throwable failure = runs.run(invocation, context);
        long ranNanos = ticker.nanos();
        boolean reusable = failure == null || runs.isReusable(invocation, context, failure);
        Outcome outcome = failure == null ? Outcome.SUCCEEDED : new Failed(failure);
        if (!invocation.leave(ranNanos)) {
            deadlines.remove(invocation); // It is there still if only its caller's patience was at an end.
            failures.answered(invocation, failure, true);
            if (failure == null) {
                pool.release(context); // Which does not keep one that is overdue.
            } else {
                pool.discard(context);
            }
            return invocation.permit().endRun();
        }
        if (reusable) {
            pool.release(context, ranNanos);
        }
        Invocation next = invocation.permit().endRun();
        Handover handover = reusable && next == null ? Handover.open() : null;
        ended(invocation, outcome); // Never throws.
        next = handover == null ? next : handover.close();
        failures.answered(invocation, failure, false);
        if (!reusable) {
            pool.discard(context);
        }
        return next;
    }

    /** Lets the next invocation have the slot of one whose function has not returned. */
    void giveUpSlot(Invocation invocation) {
        resume(invocation.permit().endRun());
    }

    /** The first byte of its answer is on its way: gives it the time of a stream, unless its deadline has passed. */
    boolean streams(Invocation invocation) {
        if (!deadlines.remove(invocation)) {
            return false;
        }
        streams.add(invocation);
        if (invocation.request() instanceof HasDeadline request) {
            boolean callerCounts = invocation.callerNanos() < timeoutNanos;
            long streamEnd = ticker.nanos() + streamNanos;
            long callersEnd = invocation.dispatchedNanos() + invocation.callerNanos();
            request.endsAt(callerCounts && callersEnd - streamEnd < 0 ? callersEnd : streamEnd, ticker);
        }
        return true;
    }

    /** Its client has gone: it has no longer than a call that does not stream, unless its deadline has passed. */
    boolean streamsToNobody(Invocation invocation) {
        if (!streams.remove(invocation)) {
            return false;
        }
        deadlines.add(invocation);
        return true;
    }

    /** The deadline passed, or cut lets it pass. */
    void expired(Invocation invocation) {
        if (cutting) {
            invocation.cut();
        } else {
            invocation.end(Outcome.TIMED_OUT);
        }
        invocation.giveUp(!cutting);
    }

    /** Returns the time since its dispatch. */
    long ageNanos(Invocation invocation) {
        return ticker.nanos() - invocation.dispatchedNanos();
    }

    long nowNanos() {
        return ticker.nanos();
    }

    /** Books the outcome of an invocation that is over, and tells it. */
    void ended(Invocation invocation, Outcome outcome) {
        if (!invocation.outstaysItsCaller()) {
            deadlines.remove(invocation);
        }
        invocation.stopAlarm(callers);
        SlowCalls.Watch watch = invocation.slowWatch();
        if (slow != null && watch != null) {
            slow.remove(watch);
        }
        admission.leaveQueue(invocation.waiting);
        tell(invocation, outcome);
    }

    private void tell(Invocation invocation, Outcome outcome) {
        try {
            try {
                invocation.outcome(outcome);
                invocation.endTrace();
                listener.ended(invocation);
                invocation.endRecord();
                invocation.endRing(outcome);
                if (outcome instanceof Rejected rejected) {
                    RefusedCalls.tell(name(), invocation.asked(), rejected);
                }
            } finally {
                invocation.complete(outcome);
            }
        } catch (RuntimeException | Error e) {
            // Such as of an event loop that is closed already. The slot goes on to the next invocation all the same.
            Fatal.check(e);
            FailureLog.error(log, "An outcome could not be told", e);
        }
    }

    /** The threads in the function's code now. */
    public List<RunningCall> runningCalls() {
        List<RunningCall> calls = new ArrayList<>();
        for (UserThread user : pool.userThreads()) {
            calls.add(RunningCall.of(name(), user));
        }
        List<Invocation> going = deadlines.snapshot();
        going.addAll(streams.snapshot());
        for (Invocation invocation : going) {
            Thread worker = invocation.worker();
            if (worker != null) {
                calls.add(RunningCall.of(name(), invocation, worker));
            }
        }
        return calls;
    }

    /** The time for which the oldest invocation has been going on. */
    public Duration oldest() {
        return Duration.ofNanos(Math.max(deadlines.oldestNanos(), streams.oldestNanos()));
    }

    /** Fails the invocations whose function called System.exit: their threads wait for the end of this process. */
    public void failExiting() {
        List<Invocation> running = deadlines.snapshot();
        running.addAll(streams.snapshot());
        for (Invocation invocation : running) {
            if (invocation.isExiting()) {
                invocation.end(new Failed(new ExitException()));
            }
        }
    }

    /** Ends every invocation now: interrupts what runs and refuses what waits. For the end of a drain. */
    public void cut() {
        cutting = true;
        deadlines.expireAll();
        streams.expireAll();
    }
}
