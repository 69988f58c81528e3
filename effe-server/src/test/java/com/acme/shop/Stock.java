package com.acme.shop;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** Says how long it may take. */
public final class Stock implements Logic<Object> {

    @Override
    public Object start() {
        return this;
    }

    @Override
    public void run(Object context, Request request, Response response) {
        response.text("stock within " + (request.remaining().toSeconds() + 1) + " s\n");
    }
}
