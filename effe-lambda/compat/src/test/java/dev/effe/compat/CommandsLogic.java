package dev.effe.compat;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import java.util.Map;

/** A function of Effe's own kind. */
public class CommandsLogic implements JsonLogic<Integer, Map<String, Object>, Object> {

    @Override
    public Integer start() {
        return 0;
    }

    @Override
    public Object handle(Integer context, Map<String, Object> event, Invocation call) throws InterruptedException {
        return Commands.answer(event);
    }
}
