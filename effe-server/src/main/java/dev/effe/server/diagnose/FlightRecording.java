package dev.effe.server.diagnose;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recording of Java's Flight Recorder, whose files are in a folder that nobody else may read and are gone once it is
 * closed; in Java's own where another recording has begun before. Confined to one thread. Not loaded where Java has no
 * module jdk.jfr.
 */
public final class FlightRecording implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FlightRecording.class);

    private static final String PREFIX = "effe-jfr-" + ProcessHandle.current().pid() + "-";

    /** The oldest parts of a recording that grows larger are dropped. */
    private static final long MOST_BYTES = 64 << 20;

    private final Recording recording;
    private final @Nullable Path folder;

    private FlightRecording(Recording recording, @Nullable Path folder) {
        this.recording = recording;
        this.folder = folder;
    }

    /**
     * Begins one.
     *
     * @param settings the name of Java's own: default or profile
     * @param longest when it ends by itself
     * @throws IOException if there is no place for its files
     */
    public static FlightRecording begin(String settings, Duration longest) throws IOException {
        Path folder = hasOthers() ? null : Files.createTempDirectory(PREFIX);
        FlightRecording made = new FlightRecording(recording(settings), folder);
        try {
            if (folder != null) {
                Diagnostics.run("jfrConfigure", "repositorypath=\"" + folder + "\"");
            }
            made.recording.setDuration(longest);
            InvocationEvent.record();
            made.recording.start();
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private static Recording recording(String settings) throws IOException {
        try {
            Recording recording = new Recording(Configuration.getConfiguration(settings));
            recording.setName("effe");
            recording.setToDisk(true);
            recording.setMaxSize(MOST_BYTES);
            return recording;
        } catch (ParseException e) {
            throw new IOException("Java's settings " + settings + " cannot be read", e);
        }
    }

    private static boolean hasOthers() {
        return FlightRecorder.isInitialized()
                && !FlightRecorder.getFlightRecorder().getRecordings().isEmpty();
    }

    /** Ends it, and returns all of it; to be called once. */
    public InputStream end() throws IOException {
        try {
            recording.stop();
        } catch (IllegalStateException e) {
            log.debug("The recording has ended by itself", e);
        }
        return recording.getStream(null, null);
    }

    @Override
    public void close() {
        recording.close();
        if (folder != null && !hasOthers()) {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("The folder {} of a recording cannot be deleted", folder, e);
        }
    }
}
