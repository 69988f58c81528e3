package dev.effe.server.events;

import dev.effe.server.file.OwnerOnly;
import dev.effe.server.log.MissingModule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The destinations that are set, each made when it is first told something. Thread-safe. */
final class Destinations {

    private static final Logger log = LoggerFactory.getLogger(Destinations.class);
    private static final int THREADS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String WEB_CLIENT = "java.net.http.HttpClient";

    private final EventRules rules;
    /** Guarded by this. */
    private final Map<Receiver, Destination> made = new EnumMap<>(Receiver.class);

    Destinations(EventRules rules) {
        this.rules = rules;
    }

    /** The destination of a record; null if it is not set, such as no longer since a restart. */
    synchronized @Nullable Destination of(Receiver receiver) {
        Destination destination = made.get(receiver);
        URI uri = rules.destinations().of(receiver).orElse(null);
        if (destination == null && uri != null) {
            destination = make(uri);
            made.put(receiver, destination);
        }
        return destination;
    }

    private Destination make(URI uri) {
        boolean isFolder = "file".equals(uri.getScheme());
        MissingModule.fix(WEB_CLIENT).filter(fix -> !isFolder).ifPresent(fix -> {
            throw new IllegalStateException(WEB_CLIENT + ' ' + fix);
        });
        // Each has threads of its own: a disk or a name server that hangs holds no other destination back.
        Executor tellers = EventWorkers.pool("effe-event-teller", THREADS);
        return isFolder
                ? folder(Path.of(uri.getSchemeSpecificPart()), tellers)
                : new HttpDestination(uri, rules.destinations().headers().map(HeaderFile::new), PATIENCE, tellers);
    }

    private static Destination folder(Path folder, Executor tellers) {
        try {
            if (Files.exists(folder) && OwnerOnly.isForEverybody(folder)) {
                log.warn("Everybody on this machine may list the records in {}: chmod 700 {}", folder, folder);
            }
        } catch (IOException e) {
            log.debug("The rights of {} are not known", folder, e);
        }
        return new FileDestination(folder, tellers);
    }
}
