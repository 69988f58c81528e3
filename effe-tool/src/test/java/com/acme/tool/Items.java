package com.acme.tool;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** Answers with the route of a request, and its parameter. */
public class Items implements Logic<Object> {

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) {
        response.text(
                request.route().isPresent() ? request.route().get() + " " + request.pathParameter("id") : "no route");
    }
}
