package dev.effe.test;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import dev.effe.StatusException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Records its calls; does what the path says. */
final class RecordingLogic implements Logic<Integer> {

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger contexts = new AtomicInteger();

    @Override
    public void init(Setup setup) {
        calls.add("init " + setup.config("greeting").orElse("without"));
    }

    @Override
    public Integer start() {
        int number = contexts.incrementAndGet();
        calls.add("start " + number);
        return number;
    }

    @Override
    public void run(Integer context, Request request, Response response) throws Exception {
        calls.add("run " + context);
        switch (request.path()) {
            case "/refuse" -> throw new StatusException(400, "no \"thanks\"");
            case "/fail" -> throw new IllegalStateException("secret");
            case "/error" -> throw new StackOverflowError();
            case "/cut" -> {
                response.stream().write(new byte[10_000]);
                throw new StatusException(409, "too late");
            }
            case "/held" -> {
                response.header("Content-Type", "text/csv").stream().write(new byte[100]);
                throw new StatusException(409, "in time");
            }
            case "/twice" -> {
                response.text("first");
                response.text("second");
            }
            default -> response.text("context " + context + "\n");
        }
    }

    @Override
    public void stop(Integer context) {
        calls.add("stop " + context);
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
