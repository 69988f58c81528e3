package dev.effe.bench.candidate;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** The paths of the side-by-side run as an Effe function. */
public final class EffeFunction implements Logic<Object> {

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) throws Exception {
        switch (request.path()) {
            case "/echo" -> response.header("Content-Type", "application/json").send(request.bytes());
            case "/sleep" -> {
                Thread.sleep(10);
                response.text("Hello, World!");
            }
            default -> {
                if (request.path().startsWith(Compute.PREFIX)) {
                    Compute.asTold(request.path());
                }
                response.text("Hello, World!");
            }
        }
    }
}
