package dev.effe;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A function: the one interface to implement.
 *
 * {@snippet class="dev.effe.LogicSnippets" region="greeter"}
 *
 * <p>The server loads one instance of the implementation, through its public constructor without arguments, and calls
 * it in this order:
 *
 * <ol>
 *   <li>{@link #init} once, before the port accepts a request, and then {@link #json} once;
 *   <li>{@link #start} for each context: on demand, when every existing context is busy, and ahead of demand for the
 *       {@code min-contexts} that are kept warm;
 *   <li>{@link #run} for each request, with a context that no other call uses at the same time; if that was idle,
 *       {@link #usable} is asked first;
 *   <li>{@link #stop} exactly once for each context that {@code start} returned, after its last {@code run};
 *   <li>{@link #close} once, after the last {@code stop}.
 * </ol>
 *
 * <p><b>Threads.</b> Every method is called on a worker thread, never on a thread that does network I/O, so each may
 * block. Calls for different contexts overlap, and {@code start} overlaps with everything but {@code init} and {@code
 * close}: fields of the implementation itself must be thread-safe. Calls for one context never overlap, and everything
 * that one of them did is visible to the next, on whatever thread it runs: what a context holds needs no lock. The
 * thread's context class loader is the function's own in every call.
 *
 * @param <C> what a request needs for itself while it runs and what is worth keeping for the next one: a connection, a
 *     parser, a buffer. {@link Void} for a function that keeps nothing.
 */
public interface Logic<C extends @Nullable Object> {

    /**
     * Says what this function is. Called without {@code init} too, for {@code --info}, so it must not depend on it.
     *
     * @return by default the name and version in the manifest of the jar that holds the class, else the class's name
     */
    default Info info() {
        return Info.of(getClass());
    }

    /**
     * Prepares what all contexts share. Called once, before the server is ready and before any {@link #start}.
     *
     * @param setup the configuration of this function
     * @throws Exception if the function cannot serve: it is logged and the server exits with code 1, as it does when
     *     {@code init-timeout} passes first. {@code close} is not called then
     */
    default void init(Setup setup) throws Exception {}

    /**
     * Says how JSON is read and written. Called once, after {@link #init}.
     *
     * @return by default {@link JsonCodec#standard()}: the jackson-databind that the function's package brings, else the
     *     server's
     */
    default JsonCodec json() {
        return JsonCodec.standard();
    }

    /**
     * Makes a context. Calls overlap.
     *
     * @return the context; a null counts as a failure unless {@code C} is {@link Void}
     * @throws Exception if there can be no context now: the request that waited for it is answered 503 with
     *     Retry-After, and the server tries again after a back-off of 50 ms that doubles up to 5 s. A call that takes
     *     longer than {@code start-timeout} is interrupted and counts as failed; what it returns after that is stopped
     */
    C start() throws Exception;

    /**
     * Says whether a context that was idle can still serve, as a connection cannot whose database was restarted. Called
     * before the {@link #run} that is to have the context, on its thread, if the context was idle for {@code
     * context-check} (1 s) or longer, or since before another one was found to be broken. Never overlaps with another
     * call for the same context.
     *
     * <p>It takes of the time of the request: past its deadline the thread is interrupted and the client gets 504.
     *
     * @param context the context, this call's alone
     * @return by default true. If false, the context is stopped and the request gets another: an idle one that is
     *     usable, or a new one
     * @throws Exception logged; counts as false
     */
    default boolean usable(C context) throws Exception {
        return true;
    }

    /**
     * Answers a request. Returning without having written anything answers 200 with an empty body.
     *
     * <p>The request and the response are valid until this method returns or its deadline passes, whichever is first;
     * a response used after that throws {@link IllegalStateException} and changes nothing on the wire.
     *
     * @param context the context, this call's alone
     * @param request the request, its body complete
     * @param response the answer to write
     * @throws StatusException to give the answer that it describes
     * @throws Exception or any other {@link Throwable}: logged with the request's id and answered 500 with none of its
     *     text, unless an answer is already given or on its way; {@link #reusable} decides about the context. Past the
     *     deadline ({@code timeout}) the client gets 504, the thread is interrupted, and the context is stopped once
     *     this method has returned
     */
    void run(C context, Request request, Response response) throws Exception;

    /**
     * Releases what the context holds. Called exactly once for each context that {@link #start} returned, when it was
     * idle for {@code context-idle}, is older than {@code context-max-age}, is not {@link #usable} or not {@link
     * #reusable}, or when the function is unloaded. Never overlaps with a {@code run} of the same context.
     *
     * @param context the context, not used again
     * @throws Exception logged and counted; has no other effect. A call that takes longer than {@code stop-timeout} is
     *     interrupted, and the server no longer waits for it
     */
    default void stop(C context) throws Exception {}

    /**
     * Releases what {@link #init} made. Called once, after the last {@link #stop} has returned or timed out.
     *
     * @throws Exception logged; has no other effect
     */
    default void close() throws Exception {}

    /**
     * Decides whether a context can serve another request after {@link #run} threw. Called on the thread of that {@code
     * run}, right after it. Not asked after a {@link VirtualMachineError}, a {@link LinkageError} or a timeout: then the
     * context is always stopped.
     *
     * @param context the context that run was called with
     * @param failure what run threw
     * @return whether to keep the context; by default only after a {@link StatusException}
     */
    default boolean reusable(C context, Throwable failure) {
        return failure instanceof StatusException;
    }

    /**
     * A function without contexts, from a lambda.
     *
     * {@snippet class="dev.effe.LogicSnippets" region="lambda"}
     *
     * @param handler answers each request; its calls overlap
     * @return a function that calls {@code handler} for each request
     */
    static Logic<@Nullable Void> of(Handler handler) {
        Objects.requireNonNull(handler, "handler");
        return new Logic<@Nullable Void>() {
            @Override
            public Info info() {
                return Info.of(handler.getClass());
            }

            @Override
            public @Nullable Void start() {
                return null;
            }

            @Override
            public void run(@Nullable Void none, Request request, Response response) throws Exception {
                handler.handle(request, response);
            }

            @Override
            public boolean reusable(@Nullable Void none, Throwable failure) {
                return true;
            }
        };
    }

    /** Answers requests without a context of its own; see {@link Logic#of}. */
    @FunctionalInterface
    interface Handler {
        /**
         * Answers a request, by the rules of {@link Logic#run}. Calls overlap.
         *
         * @param request the request, its body complete
         * @param response the answer to write
         * @throws Exception as {@link Logic#run} does
         */
        void handle(Request request, Response response) throws Exception;
    }
}
