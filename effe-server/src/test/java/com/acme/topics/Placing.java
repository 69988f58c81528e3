package com.acme.topics;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** Appends what it is sent, "key number", to the topic placed. */
public class Placing implements Logic<Void> {

    @Override
    public Void start() {
        return null;
    }

    @Override
    public void run(Void context, Request request, Response response) {
        String[] parts = request.text().split(" ");
        request.topics().append("placed", parts[0], Integer.valueOf(parts[1]));
        response.status(202);
    }
}
