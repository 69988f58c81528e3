package dev.effe.server;

import dev.effe.server.cli.Settings;
import dev.effe.server.train.SampleFile;
import dev.effe.server.train.SampleRequest;
import dev.effe.server.train.Samples;
import dev.effe.server.train.Trainer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work of {@code --train} between the start and the stop: sample requests through the real port. The JVM can then
 * write an archive of what they needed. Thread-safe.
 */
final class Training {

    /** More than a request or a start of a context may take by its own setting. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final List<SampleRequest> requests;
    private final Settings settings;

    private Training(List<SampleRequest> requests, Settings settings) {
        this.requests = requests;
        this.settings = settings;
    }

    /** Reads the requests; null if none are to be served. */
    static @Nullable Training of(Settings settings) throws StartException {
        Samples samples = settings.process().train().orElse(null);
        try {
            return samples == null ? null : new Training(SampleFile.read(samples), settings);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), null);
        }
    }

    /** Sends them. May block for as long as the function takes. */
    void run(Server server) throws StartException {
        try {
            if (!server.awaitReady(settings.function().contexts().startTimeout().plus(MARGIN))) {
                throw new StartException("The function's contexts cannot be started: the log says why", null);
            }
            Duration longest = settings.function()
                    .timeouts()
                    .call()
                    .plus(settings.function().queue().longestWait())
                    .plus(MARGIN);
            new Trainer(server.port(), longest).train(requests);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while it trained", e);
        }
    }
}
