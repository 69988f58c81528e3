package com.acme.topics;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Writes a line for each event: "now payload". */
public class Noting implements Logic<Void> {

    private Path notes;

    @Override
    public void init(Setup setup) {
        notes = Path.of(setup.required("notes"));
    }

    @Override
    public Void start() {
        return null;
    }

    @Override
    public void run(Void context, Request request, Response response) throws IOException {
        if (request.event().isEmpty()) {
            throw new IllegalStateException("It is no event");
        }
        String line = Instant.now() + " " + request.text() + "\n";
        Files.writeString(notes, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
