package dev.effe.bench.slow;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.io.OutputStream;

/** Answers 10 MB, whole or bit by bit, or a few bytes. */
public final class SlowFunction implements Logic<Object> {

    private static final byte[] LARGE = new byte[10_000_000];

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) throws Exception {
        switch (request.path()) {
            case "/send" -> response.send(LARGE);
            case "/stream" -> {
                try (OutputStream out = response.stream()) {
                    out.write(LARGE);
                }
            }
            default -> response.text("Hello, World!");
        }
    }
}
