package dev.effe.host.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program before an instance's own that has Linux kill it when the host ends, however that ends, and leaves it without
 * rights that it does not need: setpriv, of util-linux. Where it is absent pid files alone are left. Immutable.
 *
 * @param prefix the beginning of the command; empty if there is no such program
 */
record Binding(List<String> prefix) {

    private static final List<String> BOUND = List.of("setpriv", "--pdeathsig", "KILL", "--no-new-privs");
    /** For root alone. */
    private static final List<String> WITHOUT_RIGHTS = List.of("--bounding-set", "-all", "--inh-caps", "-all");

    private static final long PATIENCE_SECONDS = 10;

    /** Tries what this machine can do. Blocks. */
    static Binding find(Spawner spawner) throws InterruptedException {
        List<String> all = new ArrayList<>(BOUND);
        all.addAll(WITHOUT_RIGHTS);
        if (works(spawner, all)) {
            return new Binding(List.copyOf(all));
        }
        return new Binding(works(spawner, BOUND) ? BOUND : List.of());
    }

    private static boolean works(Spawner spawner, List<String> prefix) throws InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            Process process = spawner.start(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD));
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // It is not there.
        }
    }
}
