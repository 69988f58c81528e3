package dev.effe;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A function whose input and output are JSON.
 *
 * {@snippet class="dev.effe.LogicSnippets" region="json"}
 *
 * <p>The request's body is read as an {@code I}: fields that {@code I} does not know are ignored; a missing or
 * malformed body is answered 400, and the answer names the field and what it must be. The value that {@link #handle}
 * returns is written as JSON with status 200; null is answered 204. For another status throw a {@link StatusException}.
 *
 * <p>Records, enums, classes with a constructor without arguments, collections, maps, {@link java.util.Optional} and
 * {@code java.time} can be read and written, and so can sealed types: {@code @JsonTypeInfo} tells their subtypes apart,
 * or else their fields do. Annotations of Jackson count. Jackson's behaviour is changed by {@link Logic#json}. A type
 * that cannot be read or written ends the start, and the log says why. The order of calls and the threads are those of
 * {@link Logic}.
 *
 * @param <C> the context, as in {@link Logic}
 * @param <I> the input; {@link Void} for a function that reads none, whose {@code handle} is given null
 * @param <O> the output
 */
public interface JsonLogic<C extends @Nullable Object, I extends @Nullable Object, O extends @Nullable Object>
        extends Logic<C> {

    /**
     * Answers a request.
     *
     * @param context the context, this call's alone
     * @param input what the body holds
     * @param call what else is known of the request
     * @return the output; null is answered 204
     * @throws Exception as {@link Logic#run} does
     */
    O handle(C context, I input, Invocation call) throws Exception;

    /**
     * The type that the body is read as. Asked once when the function is loaded, so that a function whose type cannot be
     * told stops the start; must not change after.
     *
     * @return by default what the implementing class names as {@code I}
     * @throws IllegalStateException if the class does not name it, as a lambda or a class with a type variable of its
     *     own does not: the message says how to mend that
     */
    default Type inputType() {
        return TypeArguments.inputOf(getClass());
    }

    /**
     * The type that is written. Asked once when the function starts, so that a type that cannot be written stops the
     * start.
     *
     * @return by default what the implementing class names as {@code O}; {@link Object}, which is not checked, if it does
     *     not name it
     */
    default Type outputType() {
        return TypeArguments.outputOf(getClass());
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // inputType() is I; the body may hold null, which I must allow for
    default void run(C context, Request request, Response response) throws Exception {
        Type type = inputType();
        I input = type == Void.class ? null : (I) request.json(type);
        O output = handle(context, input, request);
        if (output == null) {
            response.status(204);
        } else {
            response.json(output);
        }
    }
}
