package com.acme.topics;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes "begun process id" and "done process id" for each due time. That of the first schedule waits in between for as
 * long as another process has the lock of a file.
 */
public class Gated implements Logic<Void> {

    private Path notes;
    private Path gate;

    @Override
    public void init(Setup setup) {
        notes = Path.of(setup.required("notes"));
        gate = Path.of(setup.required("gate"));
    }

    @Override
    public Void start() {
        return null;
    }

    @Override
    public void run(Void context, Request request, Response response) throws IOException {
        String id = request.event().orElseThrow().id();
        note("begun", id);
        if (id.startsWith("schedule/report/0/")) {
            try (FileChannel file = FileChannel.open(gate, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.lock();
            }
        }
        note("done", id);
    }

    private void note(String what, String id) throws IOException {
        String line = what + " " + ProcessHandle.current().pid() + " " + id + "\n";
        Files.writeString(notes, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
