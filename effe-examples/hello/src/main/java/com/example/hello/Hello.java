package com.example.hello;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.util.concurrent.atomic.AtomicInteger;

/** Greets with the number of the context that served the request. */
public class Hello implements Logic<Hello.Context> {

    /** The state that a request has to itself while it runs. */
    public record Context(int value) {}

    private final AtomicInteger started = new AtomicInteger();

    @Override
    public Context start() {
        return new Context(started.incrementAndGet());
    }

    @Override
    public void run(Context context, Request request, Response response) {
        response.text("Hello from Effe: " + context.value() + "\n");
    }
}
