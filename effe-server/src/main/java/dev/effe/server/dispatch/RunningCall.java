package dev.effe.server.dispatch;

import dev.effe.server.pool.UserThread;
import dev.effe.server.pool.UserThread.Step;

/**
 * A thread in a function's code, at one moment. Immutable.
 *
 * @param thread where it runs; a virtual thread or a platform one
 * @param function the function's name; "" where a process has one only
 * @param requestId the id of the request that it is for; "" for none, such as of a context that is started ahead of demand
 * @param step the code
 * @param ageNanos since the dispatch of the request; 0 without one
 * @param overdue true if the code is past its time: the answer is given, and the function has not returned
 */
public record RunningCall(Thread thread, String function, String requestId, Step step, long ageNanos, boolean overdue) {

    static RunningCall of(String function, Invocation invocation, Thread worker) {
        return new RunningCall(worker, function, invocation.id(), Step.RUN, age(invocation), false);
    }

    static RunningCall of(String function, UserThread user) {
        boolean stops = user.step() == Step.STOP; // Which is no request's any more.
        Invocation invocation = !stops && user.claimant() instanceof Invocation claimant ? claimant : null;
        String id = invocation == null ? "" : invocation.id();
        long age = invocation == null ? 0 : age(invocation);
        return new RunningCall(user.thread(), function, id, user.step(), age, user.overdue());
    }

    private static long age(Invocation invocation) {
        return invocation.dispatcher().ageNanos(invocation);
    }
}
