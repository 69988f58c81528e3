package com.acme.shop;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** Answers what the function "stock" answers. */
public final class Asking implements Logic<Object> {

    @Override
    public Object start() {
        return this;
    }

    @Override
    public void run(Object context, Request request, Response response) {
        response.text(request.functions().call("stock", null, String.class));
    }
}
