package com.acme.topics;

import dev.effe.Event;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a line for each event in memory, "process key offset number attempt", for a disk may be full; GET answers them, and
 * behind them the number of calls that failed. It fails for the key poison, and while the file {@code down} is there.
 */
public class Keeping implements Logic<Void> {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private Path down;

    @Override
    public void init(Setup setup) {
        down = Path.of(setup.required("down"));
    }

    @Override
    public Void start() {
        return null;
    }

    @Override
    public void run(Void context, Request request, Response response) {
        if (request.method().equals("GET")) {
            response.text(String.join("\n", lines) + "\nfailed " + failures + "\n");
            return;
        }
        Event event = request.event().orElse(null);
        String key = event == null ? "-" : event.key().orElse("-");
        if (key.equals("poison") || Files.exists(down)) {
            failures.incrementAndGet();
            throw new IllegalStateException("as the test wants it");
        }
        String number = request.text().split(" ")[0];
        lines.add(ProcessHandle.current().pid() + " " + key + " " + (event == null ? 0 : event.offset()) + " " + number
                + " " + (event == null ? 0 : event.attempt()));
    }
}
