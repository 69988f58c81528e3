package dev.effe.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The time that this process has been running. */
final class Uptime {

    private static final int START_FIELD = 22;
    /** Linux tells programs of this many on every processor, whatever the kernel itself has. */
    private static final int TICKS_PER_SECOND = 100;

    private Uptime() {}

    /** To 10 ms on Linux, where Java knows the moment of the start to the second only; elsewhere as far as Java knows. */
    static long millis() {
        try {
            String sinceBoot = Files.readString(Path.of("/proc/uptime"));
            String process = Files.readString(Path.of("/proc/self/stat"));
            long millis = millis(sinceBoot, process);
            // A container that is told an uptime of its own.
            return millis >= 0 ? millis : ofJava();
        } catch (IOException | RuntimeException e) {
            return ofJava();
        }
    }

    /** By the man page proc(5): the first number of one, and of the other the 22nd field; the second, a name, may be anything. */
    static long millis(String sinceBoot, String process) {
        String[] fromThird = process.substring(process.lastIndexOf(')') + 2).split(" ", -1);
        long startMillis = Long.parseLong(fromThird[START_FIELD - 3]) * 1000 / TICKS_PER_SECOND;
        return Math.round(Double.parseDouble(sinceBoot.substring(0, sinceBoot.indexOf(' '))) * 1000) - startMillis;
    }

    private static long ofJava() {
        Instant now = Instant.now();
        Instant start = ProcessHandle.current().info().startInstant().orElse(now);
        return Math.max(0, Duration.between(start, now).toMillis());
    }
}
