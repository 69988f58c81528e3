package com.example.args;

import dev.effe.Args;
import dev.effe.ArgsLogic;
import dev.effe.Invocation;
import java.util.Map;

/** Greets by name: of a query such as ?name=Ada, of a JSON body, of a form. */
public class Greeting implements ArgsLogic<Void> {

    @Override
    public Void start() {
        return null; // Nothing that a request needs to itself.
    }

    @Override
    public Object handle(Void context, Args args, Invocation call) {
        String name = args.text("name").orElse("world");
        long times = args.number("times").orElse(1);
        return Map.of("greeting", "Hello, " + name, "times", times);
    }
}
