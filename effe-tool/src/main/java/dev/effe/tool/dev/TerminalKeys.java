package dev.effe.tool.dev;

import dev.effe.server.jdk.Terminals;
import dev.effe.server.threads.ServerThreads;
import dev.effe.tool.dev.build.BuildCommand;
import dev.effe.tool.dev.build.BuildException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The lines that a developer types. A process in the background that read its terminal would be stopped by a signal, so
 * it only looks whether something is there, and reads that while it is in the foreground. Confined to its thread.
 */
final class TerminalKeys {

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int MOST_CHARS = 100;

    private final InputStream in;
    private final BooleanSupplier foreground;
    private final Runnable whenTests;
    private final StringBuilder line = new StringBuilder();

    /**
     * Keys that nobody reads yet.
     *
     * @param foreground whether the terminal's input is for this process now
     * @param whenTests called for a line of the letter t
     */
    TerminalKeys(InputStream in, BooleanSupplier foreground, Runnable whenTests) {
        this.in = in;
        this.foreground = foreground;
        this.whenTests = whenTests;
    }

    /** Begins to read standard input if that is a terminal. Returns false if it is none. */
    static boolean read(Runnable whenTests) {
        if (!Terminals.hasConsole()) {
            return false;
        }
        TerminalKeys keys = new TerminalKeys(System.in, TerminalKeys::isInForeground, whenTests);
        ServerThreads.replaceable("effe-dev-keys", keys::run).start();
        return true;
    }

    private void run() {
        try {
            while (true) {
                look();
                ServerThreads.parkNanos(this, PAUSE.toNanos());
            }
        } catch (IOException e) {
            // Standard input is closed: nothing can be typed any more.
        }
    }

    /** Reads what is there. */
    void look() throws IOException {
        if (in.available() == 0 || !foreground.getAsBoolean()) {
            return;
        }
        while (in.available() > 0) {
            int c = in.read();
            if (c == '\n' || c == '\r') {
                if (line.toString().strip().equalsIgnoreCase("t")) {
                    whenTests.run();
                }
                line.setLength(0);
            } else if (c >= 0 && line.length() < MOST_CHARS) {
                line.append((char) c);
            }
        }
    }

    /** The process group of the terminal is this one's. */
    private static boolean isInForeground() {
        try {
            Path stat = Path.of("/proc/self/stat");
            if (Files.exists(stat)) {
                String[] fields =
                        Files.readString(stat).replaceFirst("^.*\\) ", "").split(" ", -1);
                return fields[2].equals(fields[5]);
            }
            String pid = Long.toString(ProcessHandle.current().pid());
            String[] groups = BuildCommand.runLine("ps -o pgid= -o tpgid= -p " + pid, Path.of(""), said -> {})
                    .strip()
                    .split("\\s+", -1);
            return groups.length == 2 && groups[0].equals(groups[1]);
        } catch (IOException | BuildException e) {
            return true; // Such as on Windows, which has no such groups.
        } catch (InterruptedException e) {
            return false;
        }
    }
}
