package dev.effe.server.events;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How events are kept and dealt with.
 *
 * @param folder where they are kept, this function's alone; made when the first one comes
 * @param maxEvents how many may be pending, and how many failed ones are kept
 * @param maxEventsBytes how much of the disk all of them may take
 * @param maxInFlight how many the function is given at once
 * @param retries when they are tried again
 * @param onSuccess where a record of each success is sent
 * @param onFailure where a record of each event that is given up is sent
 * @param deadLetter where each event that is given up is sent itself
 * @param headerFile what is sent to those of them that are on the web
 */
public record EventRules(
        Path folder,
        int maxEvents,
        long maxEventsBytes,
        int maxInFlight,
        RetryRules retries,
        Optional<URI> onSuccess,
        Optional<URI> onFailure,
        Optional<URI> deadLetter,
        Optional<HeaderFile> headerFile) {

    /** Where a destination is, if it is to be told. */
    Optional<URI> of(Receiver destination) {
        return switch (destination) {
            case FUNCTION -> Optional.empty();
            case ON_SUCCESS -> onSuccess;
            case ON_FAILURE -> onFailure;
            case DEAD_LETTER -> deadLetter;
        };
    }
}
