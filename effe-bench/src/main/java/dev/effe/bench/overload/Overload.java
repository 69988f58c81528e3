package dev.effe.bench.overload;

import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Options;
import dev.effe.bench.compare.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what a server can do at most, sends it five times as much, then half as much: what it answers meanwhile, how
 * fast it refuses the rest, whether its health answers, and how soon all is well again. An answer counts if it comes
 * within a second of when its request was due, as a client with that deadline sees it. Ends with 1 if an aim is missed.
 */
public final class Overload {

    /** A function of known capacity: so many contexts, each so long in use. */
    private enum Kind {
        WAIT("/wait", 20, 2000),
        WAIT_LONG("/wait-long", 20, 200),
        COMPUTE("/compute", 2, 2000),
        COMPUTE_LONG("/compute-long", 2, 600);

        final String path;
        final int contexts;
        final double guessPerSecond;

        Kind(String path, int contexts, double guessPerSecond) {
            this.path = path;
            this.contexts = contexts;
            this.guessPerSecond = guessPerSecond;
        }
    }

    private static final double HEALTH_PER_SECOND = 20;
    private static final double RECOVERY_SECONDS = 6;
    /** From one try to find the peak to the next. */
    private static final double STEP = 1.25;

    private static final int MOST_STEPS = 10;
    /** Fewer answers than this part of what was sent: it is more than the server can do. */
    private static final double ENOUGH = 0.95;

    private Overload() {}

    /**
     * Takes {@code --seconds} of each phase (default 10), {@code --only wait,compute} of the functions, and {@code
     * --java}, {@code --jvm}, {@code --no-pin} as compare.
     */
    public static void main(String[] arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--seconds", "10"));
        all.addAll(List.of(arguments));
        Options options = Options.parse(all);
        Target.pin(options);
        Path logs = Files.createTempDirectory("effe-overload");
        System.out.println("java " + options.java + ", log of the server in " + logs + "\n");
        boolean missed = false;
        for (Kind kind : Kind.values()) {
            if (options.only.isEmpty() || options.only.contains(kind.path.substring(1))) {
                missed |= run(kind, options, logs).isMissed();
            }
        }
        System.exit(missed ? 1 : 0);
    }

    private static Target run(Kind kind, Options options, Path logs) throws Exception {
        int adminPort = ServerProcess.freePort();
        List<String> settings = List.of(
                "--max-contexts",
                Integer.toString(kind.contexts),
                "--admin-host",
                "127.0.0.1",
                "--admin-port",
                Integer.toString(adminPort));
        try (ServerProcess server = ServerProcess.start(Candidate.busy(Candidate.benchJar(), settings), options, logs);
                Generator main = new Generator(server.port);
                Generator admin = new Generator(adminPort)) {
            Target target = run(kind, options.seconds, main, admin);
            System.out.println(kind.path + ", max-contexts " + kind.contexts + "\n" + target);
            return target;
        }
    }

    private static Target run(Kind kind, int seconds, Generator main, Generator admin) {
        main.run(new Phase(kind.path, kind.guessPerSecond, seconds)); // For the compiler.
        double peak = peak(kind, seconds, main);
        Phase over = new Phase(kind.path, 5 * peak, seconds);
        Phase health = new Phase("/_effe/livez", HEALTH_PER_SECOND, seconds);
        Phase adminHealth = new Phase("/livez", HEALTH_PER_SECOND, seconds);
        Thread onAdmin = new Thread(() -> admin.run(adminHealth), "admin");
        onAdmin.start();
        Phase after = over.then(peak / 2, RECOVERY_SECONDS);
        main.run(over, health, after);
        return judge(peak, over, health, adminHealth, after);
    }

    /** Sends more and more until the server cannot answer it. Returns the most answers a second. */
    private static double peak(Kind kind, int seconds, Generator main) {
        double peak = 0;
        double rate = kind.guessPerSecond / STEP;
        int behind = 0;
        for (int i = 0; i < MOST_STEPS; i++) {
            Phase near = new Phase(kind.path, rate, seconds);
            main.run(near);
            double good = near.usefulPerSecond();
            peak = Math.max(peak, good);
            behind = good < ENOUGH * rate ? behind + 1 : 0;
            if (behind == 2) {
                break; // Once may be the machine's fault.
            }
            rate *= STEP;
        }
        return peak;
    }

    private static Target judge(double peak, Phase over, Phase health, Phase adminHealth, Phase after) {
        Target target = new Target();
        target.figure("peak, answers within 1 s, a second", peak);
        target.figure("sent at five times that", over.sent / over.seconds());
        target.atLeast("answers within 1 s, of the peak", over.usefulPerSecond() / peak, 0.9);
        target.figure("all good answers, of the peak", over.goodPerSecond() / peak);
        target.figure("of the good ones within 1 s, %", 100.0 * over.useful() / Math.max(1, over.good.count()));
        target.figure("good answers p50 ms", over.good.percentile(50));
        target.figure("good answers p99 ms", over.good.percentile(99));
        target.figure("refusals", over.refused.count());
        target.figure("refusals p50 ms", over.refused.percentile(50));
        target.atMost("refusals p99 ms", over.refused.percentile(99), 10);
        target.atMost("wrong, or without Retry-After", over.wrong + after.wrong, 0);
        target.figure("health p50 ms", health.good.percentile(50));
        target.atMost("health p99 ms", health.good.percentile(99), 1000);
        target.atMost("admin health p99 ms", adminHealth.good.percentile(99), 1000);
        target.atMost("health not live", health.sent - health.good.count(), 0);
        target.atMost("admin health not live", adminHealth.sent - adminHealth.good.count(), 0);
        target.atMost("seconds to recover", after.lastBadNanos / 1e9, 2);
        return target;
    }
}
