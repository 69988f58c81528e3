package dev.effe;

import org.jspecify.annotations.Nullable;

/**
 * A function that takes named arguments, wherever its caller has put them, and answers JSON.
 *
 * {@snippet class="dev.effe.LogicSnippets" region="args"}
 *
 * <p>It answers {@code curl localhost:8080/?name=Ada}, {@code curl -d '{"name":"Ada"}' localhost:8080} and a form
 * alike. {@link Args} says where arguments come from. The value that {@link #handle} returns is written as JSON with
 * status 200, in the way that {@link Logic#json} says; null is answered 204. For another status throw a {@link
 * StatusException}. The order of calls and the threads are those of {@link Logic}.
 *
 * @param <C> the context, as in {@link Logic}
 */
public interface ArgsLogic<C extends @Nullable Object> extends Logic<C> {

    /**
     * Answers a request. A request whose body is neither empty nor a JSON object nor a form is answered 400 before.
     *
     * @param context the context, this call's alone
     * @param args the arguments
     * @param call what else is known of the request
     * @return the output; null is answered 204
     * @throws Exception as {@link Logic#run} does
     */
    @Nullable Object handle(C context, Args args, Invocation call) throws Exception;

    @Override
    default void run(C context, Request request, Response response) throws Exception {
        Object output = handle(context, request.args(), request);
        if (output == null) {
            response.status(204);
        } else {
            response.json(output);
        }
    }
}
