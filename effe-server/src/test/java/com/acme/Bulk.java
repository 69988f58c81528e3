package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** Takes and gives what is large, whole, each in an array of its own. */
public final class Bulk implements Logic<Object> {

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) {
        switch (request.path()) {
            case "/echo" -> response.send(request.bytes());
            case "/down" ->
                response.send(new byte[Integer.parseInt(request.query("bytes").orElseThrow())]);
            default -> response.text("Hello");
        }
    }
}
