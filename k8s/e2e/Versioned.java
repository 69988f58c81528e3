package dev.effe.e2e;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;

/** Answers the version that its jar's manifest has, a space, and the request's body; after 50 ms, like a database. */
public final class Versioned implements Logic<Versioned> {

    private String version = "";

    @Override
    public void init(Setup setup) {
        version = setup.info().version();
    }

    @Override
    public Versioned start() {
        return this;
    }

    @Override
    public void run(Versioned context, Request request, Response response) throws InterruptedException {
        Thread.sleep(50);
        response.text(version + " " + request.text());
    }
}
