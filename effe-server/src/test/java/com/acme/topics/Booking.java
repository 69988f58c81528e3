package com.acme.topics;

import dev.effe.Event;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a line for each event that it deals with: "process key offset number attempt". It fails for the key poison, and
 * once for one number in seventeen.
 */
public class Booking implements Logic<Void> {

    private Path book;

    @Override
    public void init(Setup setup) {
        book = Path.of(setup.required("book"));
    }

    @Override
    public Void start() {
        return null;
    }

    @Override
    public void run(Void context, Request request, Response response) throws IOException {
        Event event = request.event().orElseThrow();
        String key = event.key().orElseThrow();
        int number = Integer.parseInt(request.text());
        if (key.equals("poison") || (number % 17 == 0 && event.attempt() == 1)) {
            throw new IllegalStateException("as the test wants it");
        }
        String line = ProcessHandle.current().pid() + " " + key + " " + event.offset() + " " + number + " "
                + event.attempt() + "\n";
        Files.writeString(book, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
