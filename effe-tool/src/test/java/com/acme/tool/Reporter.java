package com.acme.tool;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;

/** Is triggered, and cannot deal with "bad" until a request by HTTP says so. */
public final class Reporter implements Logic<Void> {

    private static volatile boolean mended;

    @Override
    public Void start() {
        return null;
    }

    @Override
    public void run(Void context, Request request, Response response) {
        if (request.event().isEmpty()) {
            mended = true;
        } else if (!mended && request.text().equals("\"bad\"")) {
            throw new StatusException(422, "That is bad");
        }
    }
}
