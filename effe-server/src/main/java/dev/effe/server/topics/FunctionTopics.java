package dev.effe.server.topics;

import dev.effe.Request;
import dev.effe.Topics;
import dev.effe.server.function.Appender;
import dev.effe.server.json.FunctionJson;
import java.util.function.BooleanSupplier;

/** The topics that one function may append to. Thread-safe. */
public record FunctionTopics(AppendTarget target) implements Appender {

    @Override
    public Topics topics(Request request, FunctionJson json, BooleanSupplier isOver) {
        return new RequestTopics(target, request, json, isOver);
    }
}
