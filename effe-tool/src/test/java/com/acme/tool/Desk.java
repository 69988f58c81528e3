package com.acme.tool;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import java.util.Map;

/** Has the greeter greet, and says where. */
public class Desk implements JsonLogic<Object, Map<String, String>, Map<String, String>> {

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public Map<String, String> handle(Object context, Map<String, String> input, Invocation call) {
        Map<?, ?> greeting = call.functions().call("greeter", input, Map.class);
        return Map.of("greeting", greeting.get("greeting") + ", from the desk");
    }
}
