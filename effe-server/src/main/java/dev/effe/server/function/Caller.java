package dev.effe.server.function;

import dev.effe.Functions;
import dev.effe.Request;
import dev.effe.server.json.FunctionJson;
import java.util.function.BooleanSupplier;

/** Gives a function the others that it may call. Thread-safe. */
@FunctionalInterface
public interface Caller {

    /**
     * The functions of one request.
     *
     * @param json the calling function's
     * @param isOver whether its run has returned, after which it may call none
     */
    Functions functions(Request request, FunctionJson json, BooleanSupplier isOver);
}
