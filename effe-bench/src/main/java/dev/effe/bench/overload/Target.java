package dev.effe.bench.overload;

import dev.effe.bench.compare.Options;
import dev.effe.bench.compare.ServerProcess;
import dev.effe.bench.compare.Table;
import java.io.IOException;

/** The parts that these programs share: which core they keep to, and the table of figures and aims. */
final class Target {

    private final Table table = new Table("figure", "measured", "aim", "");
    private boolean missed;

    /** Keeps this process to core 1: core 0 is the server's, see {@link ServerProcess}. */
    static void pin(Options options) throws IOException, InterruptedException {
        if (options.pin) {
            String pid = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("taskset", "-a", "-c", "-p", "1", pid)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
        }
    }

    void figure(String name, double measured) {
        table.row(name, measured, "", "");
    }

    void atLeast(String name, double measured, double aim) {
        aim(name, measured, "at least " + aim, measured >= aim);
    }

    void atMost(String name, double measured, double aim) {
        aim(name, measured, "at most " + aim, measured <= aim);
    }

    private void aim(String name, double measured, String aim, boolean met) {
        table.row(name, measured, aim, met ? "met" : "MISSED");
        missed |= !met;
    }

    boolean isMissed() {
        return missed;
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
