package dev.effe.host.engine;

import dev.effe.server.threads.ServerThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what an instance prints, on a thread of its own, into the log of its function; at the level debug into the host's
 * too, each line with the name of its version in front. Thread-safe.
 */
final class InstanceOutput {

    private static final Logger log = LoggerFactory.getLogger(InstanceOutput.class);
    /** The last lines, of which one says why a start failed. */
    private static final int KEPT_LINES = 20;
    /** A longer line comes in several. */
    private static final int LONGEST_LINE = 64 * 1024;

    private final Resolved version;
    private final Outputs.Output kept;
    private final Thread reader;

    // Guarded by this.
    private final Deque<String> last = new ArrayDeque<>();

    InstanceOutput(Resolved version, InputStream output, Outputs.Output kept) {
        this.version = version;
        this.kept = kept;
        reader = ServerThreads.replaceable("effe-output " + version, () -> read(output));
        reader.start();
    }

    private void read(InputStream output) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int next = lines.read(); next >= 0; next = lines.read()) {
                if (next == '\n' || line.length() == LONGEST_LINE) {
                    tell(line.toString());
                    line.setLength(0);
                }
                if (next != '\n') {
                    line.append((char) next);
                }
            }
            if (line.length() > 0) {
                tell(line.toString());
            }
        } catch (IOException e) {
            log.debug("The output of {} has ended", version, e);
        }
    }

    private void tell(String line) {
        synchronized (this) {
            if (last.size() == KEPT_LINES) {
                last.remove();
            }
            last.add(line);
        }
        kept.line(line);
        log.debug("[{}] {}", version, line);
    }

    /** The last lines, once all are read. */
    List<String> lastLines(long patienceMillis) throws InterruptedException {
        reader.join(patienceMillis);
        synchronized (this) {
            return List.copyOf(last);
        }
    }
}
