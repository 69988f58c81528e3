package dev.effe.bench.scale;

import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.ServerProcess;
import dev.effe.bench.compare.Wrk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The thing that grows, its steps, and its load. */
enum Dimension {
    /** A greeting, on so many connections. */
    CONNECTIONS("connections", 1, 10, 100, 1000, 10_000),
    /** Calls that sleep 10 ms in so many contexts, on twice as many connections, so that half of them wait. */
    CONTEXTS("contexts", 1, 10, 100, 1000),
    /** Bodies of so many bytes, there and back, on {@value #BODY_CONNECTIONS} connections. */
    BODY("body", 0, 1 << 10, 16 << 10, 256 << 10, 1 << 20, 6 << 20);

    private static final int BODY_CONNECTIONS = 8;
    /** Opening them is part of a run, which is to be long enough to make little of it. */
    private static final int MOST_CONNECTIONS_PER_SECOND = 2500;

    final String label;
    final List<Integer> steps;

    Dimension(String label, Integer... steps) {
        this.label = label;
        this.steps = List.of(steps);
    }

    /** A step as people read it. */
    String text(int step) {
        if (this != BODY || step < 1 << 10) {
            return String.format(Locale.ROOT, "%,d", step);
        }
        return step < 1 << 20 ? (step >> 10) + " KiB" : (step >> 20) + " MiB";
    }

    /** Effe, and bare Netty beside it where it has what grows. */
    List<Candidate> candidates(int step, Path benchJar) {
        Candidate effe = Candidate.effe("effe", benchJar);
        Candidate netty = Candidate.netty("netty", "loop", benchJar);
        return switch (this) {
            case CONNECTIONS ->
                List.of(effe.with(List.of("--max-connections", "20000", "--max-queue", "20000")), netty);
            case CONTEXTS ->
                List.of(effe.with(List.of("--max-contexts", Integer.toString(step), "--max-queue", "10000")));
            case BODY -> List.of(effe, netty);
        };
    }

    /** @param seconds at least */
    Load load(int step, Wrk wrk, ServerProcess server, int seconds) throws IOException, InterruptedException {
        return switch (this) {
            case CONNECTIONS ->
                wrk.run(server, "/hello", step, Math.max(seconds, step / MOST_CONNECTIONS_PER_SECOND), "get.lua");
            case CONTEXTS -> wrk.run(server, "/sleep", 2 * step, seconds, "get.lua");
            case BODY -> wrk.run(server, "/echo", BODY_CONNECTIONS, seconds, "body.lua", Integer.toString(step));
        };
    }
}
