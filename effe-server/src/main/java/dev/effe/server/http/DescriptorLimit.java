package dev.effe.server.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps connections below the process's limit of open files, of which the function needs some too. */
final class DescriptorLimit {

    private static final Logger log = LoggerFactory.getLogger(DescriptorLimit.class);
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";

    private DescriptorLimit() {}

    /** Returns the number of connections that can be open: at most 80 % of the soft limit, where it is known. */
    static int cap(int maxConnections) {
        long descriptors = softLimit();
        long share = descriptors / 5 * 4;
        if (share >= maxConnections) {
            return maxConnections;
        }
        log.warn(
                "At most {} connections, not {}: the limit of open files is {} (ulimit -n)",
                share,
                maxConnections,
                descriptors);
        return (int) share;
    }

    private static long softLimit() {
        if (!Files.isReadable(LIMITS)) {
            return Long.MAX_VALUE; // Not Linux: accept fails there when files run out.
        }
        try {
            for (String line : Files.readAllLines(LIMITS)) {
                if (line.startsWith(LINE)) {
                    String soft = line.substring(LINE.length()).strip().split("\\s+", 2)[0];
                    return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
                }
            }
        } catch (IOException | NumberFormatException e) {
            log.debug("Cannot read {}", LIMITS, e);
        }
        return Long.MAX_VALUE;
    }
}
