package dev.effe.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads a server by the tool that a scenario needs, one thread of it. */
public final class Loader {

    private final Wrk wrk;
    private final H2load h2load;

    /** @param folder where to put what the tools read and write */
    Loader(Path folder, boolean pin) throws IOException {
        wrk = new Wrk(folder, pin);
        h2load = new H2load(folder, pin);
    }

    Load run(Scenario scenario, ServerProcess server, int seconds) throws IOException, InterruptedException {
        return scenario == Scenario.HTTP2 ? h2load.run(scenario, server, seconds) : wrk.run(scenario, server, seconds);
    }

    /** @throws IllegalArgumentException if a tool is not installed; the argument makes it print and end */
    public static void require(String name, String argument) {
        try {
            new ProcessBuilder(name, argument)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    name + " is not installed; on Debian: apt-get install wrk nghttp2-client util-linux", e);
        }
    }

    /** Starts a tool, on the second core if it is to be pinned. */
    static Process start(boolean pin, String... tool) throws IOException {
        List<String> command = new ArrayList<>(pin ? List.of("taskset", "-c", "1") : List.of());
        command.addAll(List.of(tool));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
