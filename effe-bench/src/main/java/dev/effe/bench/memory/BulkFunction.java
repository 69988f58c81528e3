package dev.effe.bench.memory;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** Takes large bodies and gives large answers, whole, each in an array of its own: {@code /up}, {@code /down}, {@code /pass}. */
public final class BulkFunction implements Logic<Object> {

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) {
        switch (request.path()) {
            case "/up" -> response.text(Integer.toString(request.bytes().length));
            case "/pass" -> response.send(request.bytes());
            case "/down" ->
                response.send(new byte[Integer.parseInt(request.query("bytes").orElseThrow())]);
            default -> response.text("Hello, World!");
        }
    }
}
