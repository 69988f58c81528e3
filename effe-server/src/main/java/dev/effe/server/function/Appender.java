package dev.effe.server.function;

import dev.effe.Request;
import dev.effe.Topics;
import dev.effe.server.json.FunctionJson;
import java.util.function.BooleanSupplier;

/** Gives a function the topics that it may append to. Thread-safe. */
@FunctionalInterface
public interface Appender {

    /**
     * The topics of one request.
     *
     * @param json the function's
     * @param isOver whether its run has returned, after which it may append nothing
     */
    Topics topics(Request request, FunctionJson json, BooleanSupplier isOver);
}
