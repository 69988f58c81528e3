package dev.effe.bench.candidate;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Tells which code it is of: its contexts are what the file {@value #MARK} of the code has. */
public final class MarkedFunction implements Logic<String> {

    public static final String MARK = "mark.txt";

    @Override
    public String start() throws IOException {
        try (InputStream mark = MarkedFunction.class.getResourceAsStream('/' + MARK)) {
            return new String(mark.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void run(String mark, Request request, Response response) {
        response.text(mark);
    }
}
