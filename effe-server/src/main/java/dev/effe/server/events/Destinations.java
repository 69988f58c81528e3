package dev.effe.server.events;

import dev.effe.server.file.OwnerOnly;
import dev.effe.server.log.MissingModule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The destinations that were told something of late, each made when it is first needed. Thread-safe. */
final class Destinations {

    private static final Logger log = LoggerFactory.getLogger(Destinations.class);
    private static final int THREADS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String WEB_CLIENT = "java.net.http.HttpClient";

    /** The destinations that are kept: each has a client and threads of its own. */
    private static final int MOST = 16;

    private final EventRules rules;
    private final Destination.Maker others;

    /** By receiver and place, the one that was told last at the end. Guarded by this. */
    private final Map<String, Destination> made = new LinkedHashMap<>(MOST, 0.75f, true);

    Destinations(EventRules rules, Destination.Maker others) {
        this.rules = rules;
        this.others = others;
    }

    /** The destination of a place; null if there is none of its kind. */
    synchronized @Nullable Destination of(Receiver receiver, URI place) {
        String key = receiver.setting + " " + place;
        Destination destination = made.get(key);
        if (destination == null) {
            destination = make(place);
            if (destination != null) {
                made.put(key, destination);
                if (made.size() > MOST) {
                    made.remove(made.keySet().iterator().next());
                }
            }
        }
        return destination;
    }

    private @Nullable Destination make(URI uri) {
        boolean isFolder = "file".equals(uri.getScheme());
        if (!isFolder && !"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            return others.make(uri);
        }
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
