package com.acme.topics;

import dev.effe.Draft;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Appends what it is sent, lines of "key number", to the topic placed: all of it or nothing. */
public class Placing implements Logic<Void> {

    @Override
    public Void start() {
        return null;
    }

    @Override
    public void run(Void context, Request request, Response response) {
        List<Draft> events = new ArrayList<>();
        for (String line : request.text().split("\n")) {
            String[] parts = line.split(" ");
            events.add(Draft.of(parts[1].getBytes(StandardCharsets.UTF_8), "application/json")
                    .key(parts[0]));
        }
        request.topics().append("placed", events);
        response.status(202);
    }
}
