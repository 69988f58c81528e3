package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.diagnose.FlightRecording;
import dev.effe.server.settings.ValueType;
import dev.effe.server.settings.ValueTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code POST /jfr?for=30s} with a recording of the Flight Recorder, which ends with its time, by {@code DELETE
 * /jfr} or with the server, whichever is first. One at a time. Thread-safe.
 */
final class RecordingPage {

    private static final Logger log = LoggerFactory.getLogger(RecordingPage.class);
    private static final ValueType<Duration> TIME = ValueTypes.longTime("1s", "10m");
    private static final Set<String> SETTINGS = Set.of("default", "profile");

    /** Every recording begins so; sent at once, so that a client knows that it goes on. */
    private static final byte[] MAGIC = {'F', 'L', 'R', 0};

    /** A recording that nobody ends any more, such as after an Error, ends so long after its time. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final long LOOK_NANOS = 250_000_000;

    private final BooleanSupplier serving;

    /** Opens when the recording that goes on is to end; null if there is none. */
    private final AtomicReference<@Nullable CountDownLatch> going = new AtomicReference<>();

    /** @param serving false once the server stops */
    RecordingPage(BooleanSupplier serving) {
        this.serving = serving;
    }

    void answer(Request request, Response response, String who) throws IOException {
        switch (request.method()) {
            case "POST" -> record(request, response, who);
            case "DELETE" -> end(response, who);
            default -> throw TopicsRoute.notAllowed(response, "POST, DELETE");
        }
    }

    private void end(Response response, String who) {
        CountDownLatch end = going.get();
        if (end == null) {
            throw new StatusException(404, "No recording goes on");
        }
        end.countDown();
        log.info("The recording is ended by {}", who);
        response.text("ended\n");
    }

    private void record(Request request, Response response, String who) throws IOException {
        Duration time = TIME.parse(request.query("for").orElse("30s"));
        String settings = request.query("settings").orElse("profile");
        if (time == null) {
            throw new StatusException(400, "for must be " + TIME.allowed() + ", such as 30s");
        }
        if (!SETTINGS.contains(settings)) {
            throw new StatusException(400, "settings must be default or profile");
        }
        if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
            throw new UnsupportedOperationException(
                    "This Java has no module jdk.jfr, so it cannot record: a JDK has it,"
                            + " and an image that is built with --build-arg MODULES=jdk.jfr");
        }
        CountDownLatch end = new CountDownLatch(1);
        if (!going.compareAndSet(null, end)) {
            throw new StatusException(
                    409, "A recording goes on already: wait for its end, or end it by DELETE /jfr (effe jfr --end)");
        }
        try (FlightRecording recording = FlightRecording.begin(settings, time.plus(GRACE))) {
            log.info("A recording of {} s by {}", time.toSeconds(), who);
            response.header("Content-Type", "application/octet-stream");
            send(recording, time, end, response);
        } finally {
            going.set(null);
        }
    }

    private void send(FlightRecording recording, Duration time, CountDownLatch end, Response response)
            throws IOException {
        try (OutputStream out = response.stream()) {
            out.write(MAGIC);
            long endNanos = System.nanoTime() + time.toNanos();
            do {
                out.flush(); // Throws once the client is known to be gone.
            } while (serving.getAsBoolean() && !isOver(end, endNanos - System.nanoTime()));
            try (InputStream all = recording.end()) {
                all.skipNBytes(MAGIC.length);
                all.transferTo(out);
            }
        }
    }

    private static boolean isOver(CountDownLatch end, long leftNanos) throws IOException {
        try {
            return end.await(Math.min(leftNanos, LOOK_NANOS), TimeUnit.NANOSECONDS) || leftNanos <= LOOK_NANOS;
        } catch (InterruptedException e) {
            throw new InterruptedIOException("Interrupted");
        }
    }
}
