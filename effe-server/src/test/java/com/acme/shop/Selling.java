package com.acme.shop;

import dev.effe.Call;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** Asks the function "stock", then appends what it was sent to the topic placed. */
public final class Selling implements Logic<Object> {

    @Override
    public Object start() {
        return this;
    }

    @Override
    public void run(Object context, Request request, Response response) {
        request.functions().send("stock", Call.get("/"));
        request.topics().append("placed", "key", Integer.valueOf(request.text()));
        response.status(202);
    }
}
