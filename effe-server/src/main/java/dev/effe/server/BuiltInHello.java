package dev.effe.server;

import dev.effe.Info;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.util.concurrent.atomic.AtomicInteger;

/** The function that is served when none is named: Effe's first example. A context is its number. Thread-safe. */
final class BuiltInHello implements Logic<Integer> {

    private final AtomicInteger contexts = new AtomicInteger();

    @Override
    public Info info() {
        return new Info("hello_effe", Version.TEXT, "Getting started with Effe");
    }

    @Override
    public Integer start() {
        return contexts.incrementAndGet();
    }

    @Override
    public void run(Integer number, Request request, Response response) {
        response.text("Hello from Effe: " + number + "\n");
    }
}
