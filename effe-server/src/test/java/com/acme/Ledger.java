package com.acme;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes down the numbers that it is given, each in a line of its own. */
public class Ledger implements JsonLogic<Path, Integer, String> {

    private Path file = Path.of("/dev/null");

    @Override
    public void init(Setup setup) {
        file = Path.of(setup.required("ledger"));
    }

    @Override
    public Path start() {
        return file;
    }

    @Override
    public String handle(Path ledger, Integer number, Invocation call) throws IOException {
        // One write: lines of processes that are killed are whole or not there.
        Files.writeString(ledger, number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return "written";
    }
}
