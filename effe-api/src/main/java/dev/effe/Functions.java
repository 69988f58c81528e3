package dev.effe;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The other functions of the application, as {@link Invocation#functions} gives them to one call. Only those can be
 * called that effe.yaml lists under the calling function's {@code calls}.
 *
 * {@snippet class="dev.effe.LogicSnippets" region="calls"}
 *
 * <p>A call is an HTTP request to the other function, whether it runs in this process or elsewhere: it gets a context, a
 * deadline, a line in the log and a place in the metrics like any other. It goes past the routes, so a function without
 * routes can be called too. It carries {@code X-Request-Id}, {@code traceparent} and {@code tracestate} of the calling
 * request, and {@code Effe-Depth}, one more than the calling request's.
 *
 * <p>The other function has the time that is left of the calling request, or its own {@code timeout} if that is less.
 * The calling thread waits, and its context stays busy meanwhile. An interrupt of the calling thread, such as at its
 * deadline, ends the call.
 *
 * <p>Implemented by the server. Thread-safe: may be used on any thread, as long as {@link Logic#run} has not returned;
 * then each method throws {@link IllegalStateException}.
 */
public interface Functions {

    /**
     * Calls a function by {@code POST /} with JSON, and reads the JSON that it answers. Both are done in the way that the
     * calling function's {@link Logic#json} says.
     *
     * @param function its name in effe.yaml
     * @param input sent as JSON; null is the JSON {@code null}
     * @param output what the answer is read as; {@link Void} to read nothing
     * @param <T> that type
     * @return the answer; null if it has no body or is the JSON {@code null}
     * @throws CallException if the answer's status is not from 200 to 299, or its body is not such JSON, or there is no
     *     answer
     * @throws IllegalStateException if the calling function does not declare such calls, or {@link Logic#run} has returned,
     *     or the output's type cannot be read, whatever the answer
     * @throws IllegalArgumentException if the input cannot be written as JSON
     */
    <T> @Nullable T call(String function, @Nullable Object input, Class<T> output);

    /**
     * Calls a function as {@link #call(String, Object, Class)} does, for an output with parameters, such as {@code
     * List<Order>}.
     *
     * @param function its name in effe.yaml
     * @param input sent as JSON; null is the JSON {@code null}
     * @param output what the answer is read as
     * @return the answer; null if it has no body or is the JSON {@code null}
     * @throws CallException as {@link #call(String, Object, Class)} does
     * @throws IllegalStateException as {@link #call(String, Object, Class)} does
     * @throws IllegalArgumentException as {@link #call(String, Object, Class)} does
     */
    @Nullable Object call(String function, @Nullable Object input, Type output);

    /**
     * Sends any request to a function and gives its answer, whatever its status. If there is no answer, it gives one that
     * says why: 502 if the function cannot be reached or sends too much, 504 if the time is over or the thread was
     * interrupted, 508 if the call is too deep.
     *
     * @param function its name in effe.yaml
     * @param call the request
     * @return the answer, whole: at most as many bytes as the setting {@code max-body} says, 6 MiB by default
     * @throws IllegalStateException if the calling function does not declare such calls, or {@link Logic#run} has returned
     * @throws IllegalArgumentException if the server would refuse such a request, as for a malformed escape in its target
     */
    Answer send(String function, Call call);
}
