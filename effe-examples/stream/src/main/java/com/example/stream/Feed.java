package com.example.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;

/** Answers bit by bit, so that neither the length of the answer nor a slow client costs memory. */
public class Feed implements Logic<StringBuilder> {

    @Override
    public StringBuilder start() {
        return new StringBuilder();
    }

    @Override
    public void run(StringBuilder line, Request request, Response response) throws Exception {
        switch (request.path()) {
            case "/events" -> events(number(request, "count", 5), number(request, "every", 1000), response);
            case "/csv" -> csv(number(request, "rows", 1000), line, response);
            default -> throw new StatusException(404, "Try /events?count=5 or /csv?rows=1000");
        }
    }

    /** Server-sent events: each goes out when it is flushed. */
    private static void events(int count, int everyMillis, Response response) throws Exception {
        response.header("Content-Type", "text/event-stream").header("Cache-Control", "no-store");
        Writer out = new OutputStreamWriter(response.stream(), UTF_8);
        for (int i = 1; i <= count; i++) {
            out.write("id: " + i + "\ndata: {\"number\":" + i + "}\n\n");
            out.flush();
            Thread.sleep(i < count ? everyMillis : 0);
        }
    }

    /**
     * A table of any length: write() waits while the client is slower. Nothing is closed here: the end of run ends the
     * answer, and an exception cuts it, so that half a table never looks like a whole one.
     */
    private static void csv(int rows, StringBuilder line, Response response) throws IOException {
        response.header("Content-Type", "text/csv; charset=utf-8");
        Writer out = new BufferedWriter(new OutputStreamWriter(response.stream(), UTF_8));
        out.write("number,square\n");
        for (long i = 1; i <= rows; i++) {
            line.setLength(0);
            out.append(line.append(i).append(',').append(i * i).append('\n'));
        }
        out.flush();
    }

    private static int number(Request request, String name, int otherwise) {
        String text = request.query(name).orElse(null);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}")) {
            throw new StatusException(400, name + " must be a number up to 999999999");
        }
        return Integer.parseInt(text);
    }
}
