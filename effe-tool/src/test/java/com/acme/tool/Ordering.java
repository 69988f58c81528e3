package com.acme.tool;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Span;
import dev.effe.StatusException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls stock within a span, and appends to placed; /slow takes 120 ms, /bad fails. */
public final class Ordering implements Logic<Object> {

    @Override
    public Object start() {
        return this;
    }

    @Override
    public void run(Object context, Request request, Response response) throws InterruptedException {
        try (Span span = request.span("charge <card>")) {
            span.set("provider", "acme");
            request.functions().call("stock", "tea", Object.class);
        }
        if (request.path().equals("/slow")) {
            new CountDownLatch(1).await(120, TimeUnit.MILLISECONDS);
        }
        request.topics().append("placed", null, "tea");
        if (request.path().equals("/bad")) {
            throw new StatusException(500, "as the test wants it");
        }
        response.text("ok");
    }
}
