package com.acme.traces;

import dev.effe.Info;
import dev.effe.JsonCodec;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import dev.effe.Span;

/** A Logic around another, as docs/traces.md has it. */
public final class Timed<C> implements Logic<C> {

    private final Logic<C> inner;

    public Timed(Logic<C> inner) {
        this.inner = inner;
    }

    @Override
    public void init(Setup setup) throws Exception {
        inner.init(setup);
    }

    @Override
    public JsonCodec json() {
        return inner.json();
    }

    @Override
    public C start() throws Exception {
        return inner.start();
    }

    @Override
    public void run(C context, Request request, Response response) throws Exception {
        try (Span span = request.span("inner")) {
            span.set("logic", inner.getClass().getName());
            inner.run(context, request, response);
        }
    }

    @Override
    public boolean usable(C context) throws Exception {
        return inner.usable(context);
    }

    @Override
    public boolean reusable(C context, Throwable failure) {
        return inner.reusable(context, failure);
    }

    @Override
    public void stop(C context) throws Exception {
        inner.stop(context);
    }

    @Override
    public void close() throws Exception {
        inner.close();
    }

    @Override
    public Info info() {
        return inner.info();
    }
}
