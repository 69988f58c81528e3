package com.acme.tool;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.Setup;
import dev.effe.StatusException;
import java.util.Map;

/** Greets by the word of its configuration. */
public final class Greeter implements JsonLogic<Void, Map<String, String>, Map<String, String>> {

    private String word = "";

    @Override
    public void init(Setup setup) {
        word = setup.config("word").orElse("Hello");
        System.out.println("greeting by " + word);
    }

    @Override
    public Void start() {
        return null;
    }

    @Override
    public Map<String, String> handle(Void context, Map<String, String> input, Invocation call) {
        if (!input.containsKey("name")) {
            throw new StatusException(422, "Nobody to greet");
        }
        return Map.of("greeting", word + ", " + input.get("name"));
    }
}
