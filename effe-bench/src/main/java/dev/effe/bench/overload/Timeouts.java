package dev.effe.bench.overload;

import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Options;
import dev.effe.bench.compare.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * 10,000 calls that go past their deadline of 1 s: each is answered with its own 504 within 50 ms, and their neighbours
 * do not notice. Ends with 1 if an aim is missed.
 */
public final class Timeouts {

    private static final int TIMEOUTS = 10_000;
    private static final double TIMEOUTS_PER_SECOND = 500;
    private static final double NEIGHBOURS_PER_SECOND = 500;
    private static final double SECONDS = TIMEOUTS / TIMEOUTS_PER_SECOND;
    private static final long DEADLINE_MICROS = 1_000_000;
    private static final long TOLERANCE_MICROS = 50_000;

    private Timeouts() {}

    /** Takes {@code --java}, {@code --jvm} and {@code --no-pin} as compare. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(List.of(arguments));
        Target.pin(options);
        Path logs = Files.createTempDirectory("effe-timeouts");
        System.out.println("java " + options.java + ", log of the server in " + logs + "\n");
        Candidate effe = Candidate.busy(Candidate.benchJar(), List.of("--timeout", "1s"));
        boolean missed;
        try (ServerProcess server = ServerProcess.start(effe, options, logs);
                Generator generator = new Generator(server.port)) {
            Target target = run(generator);
            System.out.println(target);
            missed = target.isMissed();
        }
        System.exit(missed ? 1 : 0); // Not before the server has ended.
    }

    private static Target run(Generator generator) {
        generator.run(new Phase("/hang", TIMEOUTS_PER_SECOND, 4), new Phase("/wait", NEIGHBOURS_PER_SECOND, 4));
        Phase alone = new Phase("/wait", NEIGHBOURS_PER_SECOND, SECONDS);
        generator.run(alone);
        Phase hanging = new Phase("/hang", TIMEOUTS_PER_SECOND, SECONDS);
        Phase beside = new Phase("/wait", NEIGHBOURS_PER_SECOND, SECONDS);
        generator.run(hanging, beside);

        Target target = new Target();
        target.atLeast("timeouts", hanging.timedOut.count(), TIMEOUTS);
        target.figure("p50 ms", hanging.timedOut.percentile(50));
        target.figure("p99 ms", hanging.timedOut.percentile(99));
        target.figure("longest ms", hanging.timedOut.percentile(100));
        target.atMost(
                "not within 50 ms of the deadline",
                hanging.timedOut.outside(DEADLINE_MICROS, DEADLINE_MICROS + TOLERANCE_MICROS),
                0);
        target.atMost("wrong or another's answer", hanging.wrong + beside.wrong + hanging.good.count(), 0);
        target.figure("neighbours alone p50 ms", alone.good.percentile(50));
        target.figure("neighbours beside p50 ms", beside.good.percentile(50));
        target.figure("neighbours alone p99 ms", alone.good.percentile(99));
        target.atMost("neighbours beside p99 ms", beside.good.percentile(99), alone.good.percentile(99) + 5);
        return target;
    }
}
