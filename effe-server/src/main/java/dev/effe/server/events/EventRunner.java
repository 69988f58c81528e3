package dev.effe.server.events;

import dev.effe.server.journal.DamagedException;
import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that begins events when they are due. Thread-safe. */
final class EventRunner {

    private static final Logger log = LoggerFactory.getLogger(EventRunner.class);

    private final EventIndex index;
    private final EventAttempts attempts;
    private final EventTellings tellings;
    private final Thread thread = ServerThreads.vital("effe-events", this::run);

    EventRunner(EventIndex index, EventAttempts attempts, EventTellings tellings) {
        this.index = index;
        this.attempts = attempts;
        this.tellings = tellings;
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean more = true;
        while (more) {
            try {
                StoredEvent next = index.takeDue();
                more = next != null;
                if (next != null) {
                    begin(next);
                }
            } catch (InterruptedException e) {
                // By user code that interrupts whatever thread it finds.
            }
        }
    }

    private void begin(StoredEvent stored) {
        try {
            Event fresh = stored.fresh;
            stored.fresh = null; // If it waits once more, it is read.
            Event event = fresh == null ? EventStore.read(stored) : fresh;
            if (stored.receiver == Receiver.FUNCTION) {
                attempts.begin(stored, event);
            } else {
                tellings.begin(stored, event);
            }
        } catch (DamagedException | NoSuchFileException e) {
            log.error("Event {} cannot be read and is kept as failed", stored.id, e);
            index.damaged(stored, e.toString());
        } catch (IOException | RuntimeException | Error e) {
            Fatal.check(e); // Others pass: such as too many open files.
            log.error("Event {} could not be begun, and will be tried again", stored.id, e);
            index.refused(stored);
        }
    }
}
